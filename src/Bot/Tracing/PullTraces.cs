using Microsoft.Extensions.Logging;
using Sluice.Bot.Store;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tracing;

/// <summary>
/// Tells the collector what the journal says of pull requests: at least once, also of what happened while nobody could be told.
/// </summary>
internal sealed partial class PullTraces(PostgresStore store, Collector collector, TimeProvider clock, ILogger<PullTraces> log)
{
    /// <summary>Its place beside those of the channels.</summary>
    private const string Place = "traces";

    /// <summary>Lines in one go; the next sweep goes on.</summary>
    private const int Most = 2_000;

    /// <summary>Who begins to listen is told what is under way, and not years of the past.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromHours(1);

    public async Task Send(CancellationToken stop)
    {
        foreach (var fact in await store.Alive<RepositoryFact>(null, stop))
        {
            if (await Send(fact.Repository, stop) is Brought.Later later)
            {
                Failed(log, later.Why); // whoever does not hear one hears no other: the sweep has more to do
                return;
            }
        }
    }

    private async Task<Brought> Send(Repository repo, CancellationToken stop)
    {
        var told = await store.Notified(repo.Id, Place, stop) ?? await store.Newest(repo.Id, clock.GetUtcNow() - Back, stop);
        var fresh = await store.After(repo.Id, told, Most, stop);
        if (fresh.Count == 0)
        {
            return Brought.Well;
        }

        var (first, last) = (told, fresh[^1].Seq);
        var spans = new List<Span>();
        foreach (var number in fresh.SelectMany(row => row.Line.Pulls).Distinct().Order())
        {
            var pull = await store.Find<PullFact>(repo.Id, "", Numbers.Key(number), stop);
            var trace = new PullTrace(
                repo,
                number,
                pull?.Pull,
                [.. (await store.Story(repo.Id, number, stop)).Where(row => row.Line.Kind != Receipts.Kind)]
            );
            spans.AddRange(trace.Spans().Where(each => each.Seq > first && each.Seq <= last).Select(each => each.Span));
        }

        var brought = await collector.Send(spans, stop);
        if (brought is Brought.Refused refused)
        {
            Refused(log, repo.FullName, refused.Why);
        }

        if (brought is not Brought.Later)
        {
            await store.Notified(repo.Id, Place, last, stop);
        }

        return brought;
    }

    [LoggerMessage(LogLevel.Warning, "Traces could not be told: {Why}. They are told with a later sweep")]
    private static partial void Failed(ILogger log, string why);

    [LoggerMessage(LogLevel.Warning, "Traces of {Repository} were refused and are lost: {Why}")]
    private static partial void Refused(ILogger log, string repository, string why);
}
