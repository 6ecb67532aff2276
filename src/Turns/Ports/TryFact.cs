using Sluice.Flow.Intake;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>What came of composing a try: a truth about content, hence never stale.</summary>
public sealed record TryFact(long Repo, long Stamp, int Number, TryComposed Composed) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Numbers.Key(Composed.Comment);

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}
