using Sluice.Flow.Policies;

namespace Sluice.Flow.Release.Budgets;

/// <summary>What a canary cost: errors beyond those that its share of the traffic would have had on the baseline.</summary>
/// <param name="Share">Of the whole error budget; null: there is none, or its source did not tell.</param>
public sealed record Cost(double Events, double? Share)
{
    /// <summary>
    /// Of the metric of errors that shows most; one event may count in several. Null: nothing was beyond what was to be expected.
    /// </summary>
    public static Cost? Of(EnvironmentSeen seen, Canary canary)
    {
        var events = seen
            .Policy.Metrics.Where(metric => metric.Kind == MetricKind.Errors)
            .Select(metric => seen.Readings.FirstOrDefault(read => read.Metric == metric.Name))
            .Select(read => (read?.Ticks ?? []).Where(tick => tick.Deployment.StartsWith(canary.Id, StringComparison.Ordinal)).Sum(Excess))
            .DefaultIfEmpty(0)
            .Max();
        return events > 0 ? new Cost(events, BurnRates.Share(seen.Budget, events)) : null;
    }

    private static double Excess(Tick tick) =>
        Judging.Evidence.IsUsable(tick) ? tick.Canary - (tick.Baseline * tick.Share!.Value / (1 - tick.Share.Value)) : 0;
}
