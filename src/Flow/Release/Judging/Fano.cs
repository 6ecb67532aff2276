namespace Sluice.Flow.Release.Judging;

/// <summary>
/// How much more the baseline scatters than independent events would: variance over mean of its ticks about what their traffic lets expect,
/// within stages of the same weight.
/// </summary>
internal static class Fano
{
    /// <summary>At least 1: counts are only ever divided by it. Canary counts stay out, else a regression would excuse itself.</summary>
    public static double Of(IEnumerable<Tick> ticks)
    {
        var (squares, expected) = (0.0, 0.0);
        foreach (var stage in ticks.GroupBy(tick => tick.Deployment, StringComparer.Ordinal))
        {
            var all = stage.ToList();
            var known = all.TrueForAll(tick => tick.Exposure > 0);
            var rate = all.Sum(tick => tick.Baseline) / all.Sum(tick => Traffic(tick, known));
            squares += all.Sum(tick => Math.Pow(tick.Baseline - (rate * Traffic(tick, known)), 2));
            // One degree of freedom goes into the rate.
            expected += rate * all.Sum(tick => Traffic(tick, known)) * (all.Count - 1) / all.Count;
        }

        return expected > 0 ? Math.Max(1, squares / expected) : 1;
    }

    private static double Traffic(Tick tick, bool known) => known ? tick.Exposure!.Value : 1;
}
