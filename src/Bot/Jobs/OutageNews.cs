using Sluice.Bot.GitHub;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>
/// Has an outage told of once GitHub answers again: in each repository of the installation that had somebody in line, until it is told in
/// all.
/// </summary>
internal sealed class OutageNews(Outages outages, IStore store, AfterOutage after)
{
    public async Task Tell(CancellationToken stop)
    {
        foreach (var outage in outages.Past())
        {
            var isTold = true;
            var repos = (await store.Alive<RepositoryFact>(null, stop))
                .Select(fact => fact.Repository)
                .Where(repo => repo.Installation == outage.Installation);
            foreach (var repo in repos)
            {
                isTold &= await after.Tell(repo, outage.From, outage.Until, stop);
            }

            if (isTold)
            {
                outages.Told(outage);
            }
        }
    }
}
