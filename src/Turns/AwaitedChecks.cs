using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>Commits whose checks somebody waits for, each with the branch of the bot's own that it is on, if any.</summary>
internal sealed class AwaitedChecks(IStore store)
{
    /// <summary>Of candidates, of the bases below them, and of tries.</summary>
    public async Task<IReadOnlyList<(Sha Commit, string? Branch)>> Builds(Repository repo, CancellationToken stop)
    {
        var awaited = new List<(Sha, string?)>();
        foreach (var (lane, ledger) in await store.Ledgers<LaneSubject, LaneLedger>(repo.Id, stop))
        {
            var running = ledger.Builds.Where(build => build.State == BuildState.Running).ToList();
            if (ledger.Head is { } head && running.Count > 0)
            {
                awaited.Add((head, lane.Base));
            }

            awaited.AddRange(
                from build in running
                where build.Candidate is not null
                select (build.Candidate!.Value, (string?)Branches.Candidate(lane.Base, build.Id))
            );
        }

        awaited.AddRange(
            from tried in await store.Ledgers<PullSubject, PullLedger>(repo.Id, stop)
            where tried.Value.Try?.Candidate is not null
            select (tried.Value.Try!.Candidate!.Value, (string?)Branches.Try(tried.Key.Number))
        );
        return awaited;
    }

    /// <summary>Of canaries that are judged by a check.</summary>
    public async Task<IReadOnlyList<(Sha Commit, string? Branch)>> Gates(Repository repo, CancellationToken stop) =>
        [
            .. from ledger in await store.Ledgers<EnvironmentSubject, EnvironmentLedger>(repo.Id, stop)
            let canary = ledger.Value.Canary
            where canary?.Verdict?.Metrics.Any(metric => metric is { Gate: true, Verdict: Verdict.Invalid }) == true
            select (canary.Sha, (string?)null),
        ];
}
