namespace Sluice.Flow.Release.Judging;

/// <summary>How much more the baseline scatters than independent events would: variance over mean of its ticks, within stages of the same weight.</summary>
internal static class Fano
{
    /// <summary>At least 1: counts are only ever divided by it. Canary counts stay out, else a regression would excuse itself.</summary>
    public static double Of(IEnumerable<Tick> ticks)
    {
        var (squares, expected) = (0.0, 0.0);
        foreach (var stage in ticks.GroupBy(tick => tick.Deployment, StringComparer.Ordinal))
        {
            var mean = stage.Average(tick => tick.Baseline);
            squares += stage.Sum(tick => (tick.Baseline - mean) * (tick.Baseline - mean));
            expected += (stage.Count() - 1) * mean;
        }

        return expected > 0 ? Math.Max(1, squares / expected) : 1;
    }
}
