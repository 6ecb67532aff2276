using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>The bot's own branches that nothing in its books knows: they are deleted.</summary>
/// <param name="standsStill">Asked before each of them: whether it is to stay for now.</param>
internal sealed class StrayBranches(IStore store, IGit git, Func<CancellationToken, Task<bool>> standsStill)
{
    public async Task Drop(Repository repo, CancellationToken stop)
    {
        // The books are read after the branches: whoever pushes one has noted it before.
        var branches = await git.Branches(repo, Branches.Prefix, stop);
        await Candidates(repo, branches, stop);
        await Tries(repo, branches, stop);
        await Parts(repo, branches, stop);
    }

    /// <summary>
    /// Of candidates that no lane knows: one that was frozen in the midst of a turn pushes them when it wakes, long after they were
    /// dropped.
    /// </summary>
    private async Task Candidates(Repository repo, Row<string> branches, CancellationToken stop)
    {
        foreach (var lane in branches.GroupBy(Branches.Lane).Where(lane => lane.Key is not null))
        {
            var ledger = (await store.Ledger<LaneLedger>(new LaneSubject(repo.Id, lane.Key!), stop)).Value ?? LaneLedger.New;
            var known = ledger
                .Builds.Select(build => Branches.Candidate(lane.Key!, build.Id))
                .Concat(ledger.Ended.Select(ended => ended.Branch))
                .ToHashSet();
            await Drop(repo, lane.Where(branch => !known.Contains(branch)), stop);
        }
    }

    /// <summary>Of tries that no pull knows.</summary>
    private async Task Tries(Repository repo, Row<string> branches, CancellationToken stop)
    {
        foreach (var branch in branches)
        {
            if (
                Branches.Tried(branch) is { } pull
                && (await store.Ledger<PullLedger>(new PullSubject(repo.Id, pull), stop)).Value
                    is not ({ Try: not null } or { EndedTries.Count: > 0 })
            )
            {
                await Drop(repo, [branch], stop);
            }
        }
    }

    /// <summary>Of parts of a canary that no environment knows.</summary>
    private async Task Parts(Repository repo, Row<string> branches, CancellationToken stop)
    {
        var parts = branches.Where(branch => branch.StartsWith(Stages.PartPrefix, StringComparison.Ordinal)).ToList();
        if (parts.Count > 0)
        {
            var known = (await store.Ledgers<EnvironmentSubject, EnvironmentLedger>(repo.Id, stop))
                .SelectMany(environment => environment.Value.Branches)
                .ToHashSet();
            await Drop(repo, parts.Where(branch => !known.Contains(branch)), stop);
        }
    }

    private async Task Drop(Repository repo, IEnumerable<string> strays, CancellationToken stop)
    {
        foreach (var stray in strays)
        {
            if (!await standsStill(stop))
            {
                await git.Delete(repo, stray, stop);
            }
        }
    }
}
