using Sluice.Bot.Store;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Incidents;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Api;

/// <summary>Puts a regression's story together from the books.</summary>
internal static class Incidents
{
    /// <summary>Null: there is no such canary, or it did no harm.</summary>
    public static async Task<Incident?> Find(PostgresStore store, Repository repo, CanaryPolicy? policy, string id, CancellationToken stop)
    {
        foreach (var (environment, ledger) in await store.Environments(repo.Id, stop))
        {
            if (
                ledger.Past.Append(ledger.Case).Append(ledger.Canary).OfType<Canary>().LastOrDefault(canary => canary.Id == id) is
                { } canary
            )
            {
                var story = await store.OfCanaries(repo.Id, [canary.Id], stop);
                var known = await store.Under<ReadingFact>(repo.Id, canary.Id, stop);
                return Incident.Of(
                    environment.Name,
                    canary,
                    story.Where(row => row.Subject == environment.Key).Select(row => (row.At, row.Line)),
                    Counted(known, policy ?? new CanaryPolicy())
                );
            }
        }

        return null;
    }

    /// <summary>When the tick was read at which a metric first spoke for harm.</summary>
    private static DateTimeOffset? Counted(IReadOnlyList<ReadingFact> known, CanaryPolicy policy) =>
        known
            .GroupBy(fact => fact.Metric)
            .Select(metric =>
                metric
                    .OrderBy(fact => fact.Tick.Deployment.Length)
                    .ThenBy(fact => fact.Tick.Deployment, StringComparer.Ordinal)
                    .ThenBy(fact => fact.Tick.Index)
                    .ToList()
            )
            .Select(facts =>
                Incident.First(facts.Select(fact => fact.Tick), policy.Tolerate, policy.Alpha) is { } at
                    ? Stamps.At(facts[at].Stamp)
                    : (DateTimeOffset?)null
            )
            .Min();
}
