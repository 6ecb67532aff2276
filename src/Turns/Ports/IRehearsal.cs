using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>
/// Replays what a lane lived through of late under the policy in force and under a proposed one. It takes moments: no turn waits for it.
/// </summary>
public interface IRehearsal
{
    /// <summary>Null: the books could not be asked just now.</summary>
    Task<Rehearsal?> Of(Repository repo, string lane, Policy now, Policy then, CancellationToken stop);
}

/// <summary>What a head's sluice.yml came to when it was replayed.</summary>
/// <param name="Case">The head, and what it was held beside.</param>
public sealed record RehearsalFact(long Repo, long Stamp, int Number, string Case, Rehearsal Rehearsal) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Case;

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}
