using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>The lanes of all repositories that one installation of the App reaches: they run on one account's CI.</summary>
internal sealed class RivalLanes(IStore store)
{
    public async Task<Row<RivalLane>> Of(Repository repo, LaneSubject own, CancellationToken stop)
    {
        var reached = (await store.Alive<RepositoryFact>(null, stop))
            .Select(fact => fact.Repository)
            .Where(known => known.Installation == repo.Installation)
            .Select(known => known.Id)
            .ToHashSet();
        return (await store.Ledgers<LaneSubject, LaneLedger>(null, stop))
            .Where(pair => pair.Key != own && reached.Contains(pair.Key.Repo) && pair.Value.Claim is not null)
            .OrderBy(pair => pair.Key.Repo)
            .ThenBy(pair => pair.Key.Base, StringComparer.Ordinal)
            .Select(pair => new RivalLane(
                pair.Key.Repo,
                pair.Key.Base,
                pair.Value.Builds.Count(build => build.State != BuildState.Green),
                pair.Value.Claim!
            ))
            .ToRow();
    }
}
