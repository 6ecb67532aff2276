namespace Sluice.Flow.Flows;

/// <summary>
/// How long something takes, in seconds, over all that did; the means of parts add up to that of the whole, medians do not.
/// </summary>
public sealed record Length(int Count, double Mean, double Median, double P95)
{
    /// <summary>Null: there is none.</summary>
    public static Length? Of(IEnumerable<TimeSpan> spans)
    {
        var seconds = spans.Select(span => span.TotalSeconds).Order().ToArray();
        return seconds.Length == 0 ? null : new Length(seconds.Length, seconds.Average(), Quantile(seconds, 0.5), Quantile(seconds, 0.95));
    }

    /// <summary>Between its two neighbours in line; <paramref name="sorted"/> is not empty.</summary>
    internal static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var low = (int)at;
        return low + 1 < sorted.Length ? sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low])) : sorted[low];
    }
}

/// <summary>A share with the interval in which its true value is with 95%, by Wilson's score: also right for few and for none.</summary>
public sealed record Rate(int Of, int Are, double? Share, double Low, double High)
{
    private const double Z = 1.959963984540054;

    public static Rate From(int are, int of)
    {
        if (of == 0)
        {
            return new Rate(0, 0, null, 0, 1);
        }

        var (p, z2) = ((double)are / of, Z * Z / of);
        var (middle, half) = ((p + (z2 / 2)) / (1 + z2), Z * Math.Sqrt((p * (1 - p) / of) + (z2 / of / 4)) / (1 + z2));
        return new Rate(of, are, p, are == 0 ? 0 : Math.Max(0, middle - half), are == of ? 1 : Math.Min(1, middle + half));
    }
}
