using Sluice.Flow.Release.Judging;

namespace Sluice.Flow.Release.Blaming;

/// <summary>What a regressed canary's own counts tell about whose fault it is.</summary>
internal static class Signs
{
    private const int LeastTicks = 4;

    /// <summary>The metrics that spoke for harm, heaviest first.</summary>
    public static Row<FailingMetric> Of(EnvironmentSeen seen, Canary canary, Row<Symptom> symptoms) =>
        (
            from told in canary.Verdict?.Metrics ?? []
            where told.LogEHarm > 0 || told is { Gate: true, Verdict: Verdict.Regressed }
            orderby told.Gate && told.Verdict == Verdict.Regressed descending, told.LogEHarm descending, told.Name
            let metric = seen.Policy.Metrics.FirstOrDefault(each => each.Name == told.Name)
            where metric is not null
            let ticks = Ticks(seen, canary, metric.Name)
            select new FailingMetric(
                metric,
                ticks.Count == 0 ? 0 : ticks.Average(tick => tick.Share!.Value),
                symptoms.Where(symptom => symptom.Metric == metric.Name).ToRow(),
                Onset(ticks)
            )
        ).ToRow();

    /// <summary>Events on the canary of the metric that speaks most for harm; null: none does, or it was a check that ended it.</summary>
    public static double? Counted(EnvironmentSeen seen, Canary canary) =>
        canary.Verdict?.LogEHarm < Natural.Log(1 / seen.Policy.Alpha) ? null
        : (canary.Verdict?.Metrics ?? [])
            .Where(told => told.LogEHarm > 0)
            .OrderByDescending(told => told.LogEHarm)
            .ThenBy(told => told.Name, StringComparer.Ordinal)
            .FirstOrDefault()
            is { } worst
            ? Ticks(seen, canary, worst.Name).Sum(tick => tick.Canary)
        : null;

    /// <summary>Those that count.</summary>
    private static List<Tick> Ticks(EnvironmentSeen seen, Canary canary, string metric) =>
        [
            .. (seen.Readings.FirstOrDefault(read => read.Metric == metric)?.Ticks ?? []).Where(tick =>
                tick.Deployment.StartsWith(canary.Id, StringComparison.Ordinal) && Judging.Evidence.IsUsable(tick)
            ),
        ];

    private static Onset? Onset(List<Tick> ticks) =>
        ticks.Count >= LeastTicks && Times(ticks.Take(ticks.Count / 2)) is { } early && Times(ticks) is { } whole
            ? new Onset(early, whole)
            : null;

    /// <summary>The canary's rate over the baseline's; null: the baseline had nothing to compare with.</summary>
    private static double? Times(IEnumerable<Tick> ticks)
    {
        var (canary, expected) = (0.0, 0.0);
        foreach (var tick in ticks)
        {
            canary += tick.Canary;
            expected += tick.Baseline * tick.Share!.Value / (1 - tick.Share.Value);
        }

        return expected > 0 ? canary / expected : null;
    }
}
