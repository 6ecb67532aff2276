using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>What a pull's head affects, as its CI says: names of a build system's targets, ascending, each once.</summary>
/// <param name="Head">The commit that it was found of; of another head it says nothing.</param>
public sealed record TargetsFact(long Repo, long Stamp, int Number, Sha Head, Row<string> Targets) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Numbers.Key(Number);

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}
