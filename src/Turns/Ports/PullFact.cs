using System.Text.Json.Serialization;
using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>A pull request as it was at some time.</summary>
public sealed record PullFact(long Repo, long Stamp, PullRequest Pull) : Fact(Repo, Stamp)
{
    /// <summary>What its head is worth.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public HeadWord Word { get; init; }

    public override string Parent => "";

    public override string Key => Numbers.Key(Pull.Number);

    public override bool IsAlive => Pull.Open;

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Pull.Number)];

    /// <summary>As it is kept where another one is known: of two heads with one stamp the later to come may be the older.</summary>
    public PullFact Over(PullFact known) =>
        Stamp == known.Stamp && (Pull.Head != known.Pull.Head || (known.Word == HeadWord.Contested && Word != HeadWord.Asked))
            ? this with
            {
                Word = HeadWord.Contested,
            }
            : this;
}

/// <summary>
/// What the head in a fact is worth. GitHub's time of a pull counts seconds, and what happens within one second is told in any order.
/// </summary>
public enum HeadWord
{
    /// <summary>Nothing else was heard of that second.</summary>
    Told,

    /// <summary>Another head was told with the same stamp: only GitHub knows which is there now.</summary>
    Contested,

    /// <summary>GitHub was asked for this pull because its head was in doubt.</summary>
    Asked,
}
