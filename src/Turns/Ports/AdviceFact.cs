using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>What came of asking the advisor about a head, also where nothing came of it: it is asked once.</summary>
public sealed record AdviceFact(long Repo, long Stamp, int Number, Sha Head, Advice Advice) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Head.Hex;

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}
