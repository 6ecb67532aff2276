namespace Sluice.Flow.Release.Samples;

/// <summary>
/// All differences between a sample of the canary and one of the baseline, ascending. Shifting the canary changes ranks only where the shift passes
/// one of them, so the ends of the interval are among them: found exactly, whatever the unit of the metric is.
/// </summary>
internal sealed class Differences
{
    private readonly double[] _sorted;
    private readonly double _sigma;

    private Differences(double[] sorted, double sigma) => (_sorted, _sigma) = (sorted, sigma);

    public static Differences Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var all = new double[x.Length * y.Length];
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < y.Length; j++)
            {
                all[(i * y.Length) + j] = x[i] - y[j];
            }
        }

        Array.Sort(all);
        var n = x.Length + y.Length;
        var ties = RankSum.Ties(x) + RankSum.Ties(y);
        var sigma = Math.Sqrt(x.Length * (double)y.Length / 12 * (n + 1 - (n > 1 ? ties / (n * (n - 1.0)) : 0)));
        return new Differences(all, sigma);
    }

    /// <summary>The estimate is Hodges' and Lehmann's: the median of the differences.</summary>
    public Interval Interval(double confidence)
    {
        var quantile = Normal.Quantile(1 - ((1 - confidence) / 2));
        var half = _sorted.Length / 2;
        var median = _sorted.Length % 2 == 1 ? _sorted[half] : (_sorted[half - 1] + _sorted[half]) / 2;
        return new Interval(Root(quantile), Root(-quantile), median);
    }

    /// <summary>The shift at which the statistic falls through the quantile.</summary>
    private double Root(double quantile)
    {
        // The statistic falls with every difference that the shift has passed.
        var (low, high) = (0, _sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Statistic(middle) > quantile ? (middle + 1, high) : (low, middle);
        }

        // With `low` differences passed it is no longer above: the shift that passes the last of them, and all equal to it, is where it falls.
        return _sorted[Math.Clamp(low - 1, 0, _sorted.Length - 1)];
    }

    /// <param name="passed">Differences below the shift.</param>
    private double Statistic(int passed)
    {
        var distance = _sorted.Length - passed - (_sorted.Length / 2.0);
        return (distance - (0.5 * Math.Sign(distance))) / _sigma;
    }
}
