using System.Text;
using Sluice.Bot.Store;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Api;

/// <summary>How a canary's evidence went between its two bounds, all in natural logarithms.</summary>
/// <param name="Harm">What evidence for harm must reach to take it off.</param>
/// <param name="Safety">What evidence for safety must reach to let it through.</param>
/// <param name="Ends">Ticks after which the weight changed.</param>
internal sealed record CourseView(double Harm, double Safety, IReadOnlyList<Point> Points, IReadOnlyList<int> Ends)
{
    /// <summary>Its verdict was acted on, so that there is a receipt of it.</summary>
    public bool IsJudged { get; init; }

    /// <summary>
    /// While a canary is judged, from what was counted so far; then from the receipt of what was done. Null: nothing was counted.
    /// </summary>
    /// <param name="live">It may be under way.</param>
    public static async Task<CourseView?> Find(
        PostgresStore store,
        Repository repo,
        CanaryPolicy? policy,
        string canary,
        bool live,
        CancellationToken stop
    )
    {
        var judging = (await store.Environments(repo.Id, stop))
            .Select(each => each.Value)
            .FirstOrDefault(ledger => ledger.Canary is { Taken.Count: 0 } judged && judged.Id == canary);
        // A receipt may be of a question: what was counted since says more.
        if (judging is null && await store.Receipt(repo.Id, canary, stop) is { } receipt)
        {
            return Of(receipt);
        }

        return live && policy is not null && await store.Under<ReadingFact>(repo.Id, canary, stop) is { Count: > 0 } readings
            ? Of(policy, canary, judging, readings)
            : null;
    }

    /// <summary>From the receipt of a verdict that was acted on; null: it cannot be read.</summary>
    private static CourseView? Of(string receipt) =>
        ReceiptJson.Read(Encoding.UTF8.GetBytes(receipt)) is FileReading<Receipt>.Read { File: var read }
        && Of(read.Input.Metrics.OfType<FileMetric.Counts>().Select(metric => metric.Metric).ToList(), read.Input.Bounds) is { } course
            ? course with
            {
                IsJudged = true,
            }
            : null;

    /// <summary>Of one that is under way, from what was counted so far.</summary>
    /// <param name="ledger">Where it is the canary that is judged; null: nowhere any more.</param>
    private static CourseView? Of(CanaryPolicy policy, string canary, EnvironmentLedger? ledger, IReadOnlyList<ReadingFact> readings) =>
        Of(
            [
                .. policy
                    .Metrics.Where(metric => metric.Check is null)
                    .Select(metric =>
                        new Measured(
                            metric.Name,
                            [
                                .. readings
                                    .Where(fact => fact.Metric == metric.Name)
                                    .Select(fact => fact.Tick)
                                    .Where(tick => tick.Deployment.StartsWith(canary, StringComparison.Ordinal))
                                    .OrderBy(tick => tick.Deployment.Length)
                                    .ThenBy(tick => tick.Deployment, StringComparer.Ordinal)
                                    .ThenBy(tick => tick.Index),
                            ],
                            metric.Critical,
                            metric.Weight
                        )
                        {
                            Usual = ledger?.Canary is { } judged
                                ? (judged.Foresight ?? ledger.Case?.Foresight)?.UsualOf(metric.Name, policy, Ticks.Length(judged, policy))
                                : null,
                        }.Usable()
                    ),
            ],
            new Bounds(policy.Alpha, policy.Beta, policy.Tolerate)
        );

    private static CourseView? Of(List<Measured> metrics, Bounds bounds)
    {
        var points = Course.Of([.. metrics], bounds);
        var longest = metrics.MaxBy(metric => metric.Ticks.Count)?.Ticks ?? [];
        var ends = longest
            .Select((tick, at) => (tick, at))
            .Where(each => each.at > 0 && longest[each.at - 1].Deployment != each.tick.Deployment)
            .Select(each => each.at - 1);
        return points.Count == 0 ? null : new CourseView(bounds.Harm, bounds.Safety, points, [.. ends]);
    }
}
