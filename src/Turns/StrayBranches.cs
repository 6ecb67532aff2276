using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>The bot's own branches that nothing in its books knows: they are deleted.</summary>
/// <param name="standsStill">Asked before each of them: whether it is to stay for now.</param>
internal sealed class StrayBranches(IStore store, IGit git, Func<CancellationToken, Task<bool>> standsStill)
{
    /// <summary>
    /// Candidates that no lane knows of: one that was frozen in the midst of a turn pushes them when it wakes, long after they were
    /// dropped.
    /// </summary>
    public async Task Candidates(Repository repo, CancellationToken stop)
    {
        var lanes = (await git.Branches(repo, Branches.QueuePrefix, stop)).GroupBy(Branches.Lane).Where(lane => lane.Key is not null);
        foreach (var lane in lanes)
        {
            // Read after the branches: whoever pushes one has noted it before.
            var ledger = (await store.Ledger<LaneLedger>(new LaneSubject(repo.Id, lane.Key!), stop)).Value ?? LaneLedger.New;
            var known = ledger
                .Builds.Select(build => Branches.Candidate(lane.Key!, build.Id))
                .Concat(ledger.Ended.Select(ended => ended.Branch))
                .ToHashSet();
            foreach (var orphan in lane.Where(branch => !known.Contains(branch)))
            {
                await Drop(repo, orphan, stop);
            }
        }
    }

    /// <summary>Of tries that no pull knows of.</summary>
    public async Task Tries(Repository repo, CancellationToken stop)
    {
        foreach (var branch in await git.Branches(repo, Branches.TryPrefix, stop))
        {
            // Read after the branches, as with candidates.
            if (
                Branches.Tried(branch) is { } pull
                && (await store.Ledger<PullLedger>(new PullSubject(repo.Id, pull), stop)).Value
                    is not ({ Try: not null } or { EndedTries.Count: > 0 })
            )
            {
                await Drop(repo, branch, stop);
            }
        }
    }

    private async Task Drop(Repository repo, string branch, CancellationToken stop)
    {
        if (!await standsStill(stop))
        {
            await git.Delete(repo, branch, stop);
        }
    }
}
