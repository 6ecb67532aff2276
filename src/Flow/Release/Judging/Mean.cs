namespace Sluice.Flow.Release.Judging;

/// <summary>The weighted mean of the metrics' evidence for harm, as a natural logarithm.</summary>
internal static class Mean
{
    public static double Of(Evidence[] all) => all.Length == 0 ? 0 : Of(all, each => each.LogEHarm);

    /// <summary>Asked at every tick: what a metric's evidence is at most is cheaper than what it is, and nearly always enough to say no.</summary>
    public static bool Reaches(Evidence[] all, double bound)
    {
        var highest = double.NegativeInfinity;
        foreach (var each in all)
        {
            highest = Math.Max(highest, each.MostHarm);
        }

        return highest >= bound && Of(all, each => each.MostHarm) >= bound && Of(all) >= bound;
    }

    private static double Of(Evidence[] all, Func<Evidence, double> logE)
    {
        var logs = Array.ConvertAll(all, each => logE(each));
        var highest = logs.Max();
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < all.Length; i++)
        {
            sum += all[i].Metric.Weight * Natural.Exp(logs[i] - highest);
            weights += all[i].Metric.Weight;
        }

        return sum > 0 ? highest + Natural.Log(sum / weights) : 0;
    }
}
