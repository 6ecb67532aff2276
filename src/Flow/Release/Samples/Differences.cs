namespace Sluice.Flow.Release.Samples;

/// <summary>
/// All differences between a sample of the canary and one of the baseline, ascending. Shifting the canary changes ranks only where the
/// shift passes one of them, so the ends of the interval are among them: found exactly, whatever the unit of the metric is. None is written
/// down: a day of seconds has billions.
/// </summary>
internal sealed class Differences
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly long _count;
    private readonly double _sigma;

    private Differences(double[] x, double[] y, double sigma) => (_x, _y, _count, _sigma) = (x, y, (long)x.Length * y.Length, sigma);

    public static Differences Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var n = x.Length + y.Length;
        var ties = RankSum.Ties(x) + RankSum.Ties(y);
        var sigma = Math.Sqrt(x.Length * (double)y.Length / 12 * (n + 1 - (n > 1 ? ties / (n * (n - 1.0)) : 0)));
        return new Differences(Sorted(x), Sorted(y), sigma);
    }

    /// <summary>The estimate is Hodges' and Lehmann's: the median of the differences.</summary>
    public Interval Interval(double confidence)
    {
        var quantile = Normal.Quantile(1 - ((1 - confidence) / 2));
        var half = _count / 2;
        var median = _count % 2 == 1 ? At(half) : (At(half - 1) + At(half)) / 2;
        return new Interval(Root(quantile), Root(-quantile), median);
    }

    /// <summary>The shift at which the statistic falls through the quantile.</summary>
    private double Root(double quantile)
    {
        // The statistic falls with every difference that the shift has passed.
        var (low, high) = (0L, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Statistic(middle) > quantile ? (middle + 1, high) : (low, middle);
        }

        // With `low` differences passed it is no longer above: the shift that passes the last of them, and all equal to it, is where it
        // falls.
        return At(Math.Clamp(low - 1, 0, _count - 1));
    }

    /// <param name="passed">Differences below the shift.</param>
    private double Statistic(long passed)
    {
        var distance = _count - passed - (_count / 2.0);
        return (distance - (0.5 * Math.Sign(distance))) / _sigma;
    }

    /// <summary>
    /// The difference at a place, from 0: the least number that is reached by more of them, found by halving all numbers that there are
    /// between the ends.
    /// </summary>
    private double At(long place)
    {
        var (low, high) = (Order(_x[0] - _y[^1]), Order(_x[^1] - _y[0]));
        while (low < high)
        {
            // Of two numbers of any sign, without their sum.
            var middle = (low & high) + ((low ^ high) >> 1);
            (low, high) = UpTo(Number(middle)) > place ? (low, middle) : (middle + 1, high);
        }

        // There is a zero with a sign among all numbers, and none among differences.
        return Number(low) + 0.0;
    }

    /// <summary>How many differences are at most this.</summary>
    private long UpTo(double limit)
    {
        var (count, from) = (0L, 0);
        foreach (var x in _x)
        {
            while (from < _y.Length && x - _y[from] > limit)
            {
                from++;
            }

            count += _y.Length - from;
        }

        return count;
    }

    /// <summary>The place of a number among all that a double can be: its bits, turned round where it is negative.</summary>
    private static long Order(double number) => Turned(BitConverter.DoubleToInt64Bits(number));

    private static double Number(long order) => BitConverter.Int64BitsToDouble(Turned(order));

    private static long Turned(long bits) => bits ^ ((bits >> 63) & long.MaxValue);

    private static double[] Sorted(ReadOnlySpan<double> samples)
    {
        var sorted = samples.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
