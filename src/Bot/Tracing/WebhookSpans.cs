using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tracing;

/// <summary>A delivery as a span of each pull request that it told something of.</summary>
internal static class WebhookSpans
{
    /// <param name="isNew">False: it had come before.</param>
    public static IEnumerable<Span> Of(
        string? kind,
        string delivery,
        IReadOnlyList<Fact> facts,
        bool isNew,
        DateTimeOffset began,
        DateTimeOffset ended
    ) =>
        from subject in facts.SelectMany(fact => fact.Concerns()).OfType<PullSubject>().Distinct()
        let trace = TraceIds.OfPull(subject.Repo, subject.Number)
        select new Span(trace, TraceIds.Span(trace, $"webhook/{delivery}/{began.UtcTicks}"), TraceIds.Root(trace), "webhook", began, ended)
        {
            IsServer = true,
            Tags =
            [
                new("sluice.webhook.event", kind ?? ""),
                new("sluice.webhook.delivery", delivery),
                new("sluice.webhook.is_new", isNew),
                new("sluice.pull", (long)subject.Number),
                new("sluice.repository.id", subject.Repo),
                new(
                    "sluice.webhook.facts",
                    facts
                        .Select(fact => fact.GetType().Name.Replace("Fact", "", StringComparison.Ordinal).ToLowerInvariant())
                        .Distinct()
                        .ToRow()
                ),
            ],
        };
}
