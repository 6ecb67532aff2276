using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>A revert that the bot opened, and what it answers.</summary>
/// <param name="Head">What the bot composed: a push of somebody else's onto it is no revert of the bot's any more.</param>
public sealed record RevertFact(long Repo, long Stamp, string Canary, int Number, Row<int> Reverts, bool Certain, Sha Head)
    : Fact(Repo, Stamp)
{
    /// <summary>The branch that it was composed for; null: the default branch.</summary>
    public string? Base { get; init; }

    public override string Parent => "";

    public override string Key => Numbers.Key(Number);

    /// <summary>
    /// Whether a head is what was composed, for that lane: on another branch it brings all that the one it was made for has and that one
    /// lacks.
    /// </summary>
    public bool Holds(Repository repo, Sha head, string lane) => head == Head && lane == (Base ?? repo.DefaultBranch);

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}

/// <summary>A revert of a canary could not be composed or pushed: why.</summary>
public sealed record RevertRefusedFact(long Repo, long Stamp, string Canary, string Why) : Fact(Repo, Stamp)
{
    public RefusalKind Kind { get; init; }

    public override string Parent => "";

    public override string Key => Canary;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>The pull request that lands a change again, as somebody asked by a comment.</summary>
/// <param name="Asked">Which asking it answers.</param>
public sealed record RelandFact(long Repo, long Stamp, string Asked, int Number) : Fact(Repo, Stamp)
{
    /// <summary>The pull whose change it lands again; null: an older version of this program opened it.</summary>
    public int? Again { get; init; }

    public override string Parent => "";

    public override string Key => Asked;

    public override IEnumerable<Subject> Concerns() => [];
}
