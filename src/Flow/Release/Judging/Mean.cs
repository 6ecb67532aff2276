namespace Sluice.Flow.Release.Judging;

/// <summary>The weighted mean of the metrics' evidence for harm, as a natural logarithm.</summary>
internal static class Mean
{
    public static double Of(Evidence[] all)
    {
        if (all.Length == 0)
        {
            return 0;
        }

        var logs = Array.ConvertAll(all, each => each.LogEHarm);
        var highest = logs.Max();
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < all.Length; i++)
        {
            sum += all[i].Metric.Weight * Natural.Exp(logs[i] - highest);
            weights += all[i].Metric.Weight;
        }

        return highest + Natural.Log(sum / weights);
    }
}
