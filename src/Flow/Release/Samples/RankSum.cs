namespace Sluice.Flow.Release.Samples;

/// <summary>
/// Kayenta's way to the interval: the standardised rank sum of shifted samples, and Brent's search for where it takes a value.
/// </summary>
public sealed class RankSum(double[] x, double[] y)
{
    private const double Tolerance = 1e-4;
    private const int MostRounds = 1000;

    /// <summary>
    /// The rank sum of the canary, shifted by −<paramref name="shift"/>, away from its mean, in standard deviations; with mid-ranks and the
    /// correction for continuity.
    /// </summary>
    /// <remarks>(W − mn/2 − ½ sign) / √(mn/12 ((m+n+1) − Σ(t³−t)/((m+n)(m+n−1))))</remarks>
    public double Statistic(double shift, double quantile)
    {
        var all = new double[x.Length + y.Length];
        for (var i = 0; i < x.Length; i++)
        {
            all[i] = x[i] - shift;
        }

        y.CopyTo(all, x.Length);
        var shifted = all[..x.Length];
        Array.Sort(all);
        var sum = 0.0;
        foreach (var value in shifted)
        {
            sum += MidRank(all, value);
        }

        var (m, n) = ((double)x.Length, (double)y.Length);
        var distance = sum - (m * (m + 1) / 2) - (m * n / 2);
        var sigma = Math.Sqrt(m * n / 12 * (m + n + 1 - (TiesOfSorted(all) / ((m + n) * (m + n - 1)))));
        return ((distance - (0.5 * Math.Sign(distance))) / sigma) - quantile;
    }

    /// <summary>The shift at which the statistic is the quantile, between the least and the greatest difference.</summary>
    public double Root(double quantile)
    {
        var (low, high) = (x.Min() - y.Max(), x.Max() - y.Min());
        var (first, last) = (Statistic(low, quantile), Statistic(high, quantile));
        return first <= 0 ? low
            : last >= 0 ? high
            : Brent((low, first), (high, last), shift => Statistic(shift, quantile));
    }

    /// <summary>Σ(t³−t) over the groups of equal values.</summary>
    public static double Ties(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return TiesOfSorted(sorted);
    }

    private static double TiesOfSorted(double[] sorted)
    {
        var (ties, run) = (0.0, 0);
        for (var i = 0; i < sorted.Length; i++)
        {
            run++;
            if (i + 1 == sorted.Length || sorted[i + 1] != sorted[i])
            {
                ties += ((double)run * run * run) - run;
                run = 0;
            }
        }

        return ties;
    }

    private static double MidRank(double[] sorted, double value)
    {
        var first = Array.BinarySearch(sorted, value);
        var last = first;
        while (first > 0 && sorted[first - 1] == value)
        {
            first--;
        }

        while (last + 1 < sorted.Length && sorted[last + 1] == value)
        {
            last++;
        }

        return ((first + last) / 2.0) + 1;
    }

    /// <summary>
    /// Brent's zero (1973), with an absolute tolerance: inverse quadratic or linear interpolation while that converges, else bisection.
    /// </summary>
    private static double Brent((double At, double Value) low, (double At, double Value) high, Func<double, double> f)
    {
        var (a, b, fa, fb) = (low.At, high.At, low.Value, high.Value);
        var (c, fc) = (a, fa);
        for (var round = 0; round <= MostRounds; round++)
        {
            var before = b - a;
            if (Math.Abs(fc) < Math.Abs(fb))
            {
                (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb);
            }

            var least = (2 * Math.Pow(2, -52) * Math.Abs(b)) + (Tolerance / 2);
            var step = (c - b) / 2;
            if (Math.Abs(step) <= least || fb == 0)
            {
                return b;
            }

            if (Math.Abs(before) >= least && Math.Abs(fa) > Math.Abs(fb))
            {
                step = Interpolated(a, b, c, fa, fb, fc, before, least) ?? step;
            }

            step = Math.Abs(step) < least ? Math.CopySign(least, step) : step;
            (a, fa) = (b, fb);
            b += step;
            fb = f(b);
            if (Math.Sign(fb) == Math.Sign(fc))
            {
                (c, fc) = (a, fa);
            }
        }

        return b;
    }

    /// <returns>Null: it would leave the bracket, or not be faster than halving it.</returns>
    private static double? Interpolated(double a, double b, double c, double fa, double fb, double fc, double before, double least)
    {
        var width = c - b;
        double p,
            q;
        if (a == c)
        {
            var ratio = fb / fa;
            (p, q) = (width * ratio, 1 - ratio);
        }
        else
        {
            var (first, second, third) = (fa / fc, fb / fc, fb / fa);
            p = third * ((width * first * (first - second)) - ((b - a) * (second - 1)));
            q = (first - 1) * (second - 1) * (third - 1);
        }

        (p, q) = p > 0 ? (p, -q) : (-p, q);
        return p < (0.75 * width * q) - (Math.Abs(least * q) / 2) && p < Math.Abs(before * q / 2) ? p / q : null;
    }
}
