namespace Sluice.Flow.Release.Samples;

/// <summary>What samples look like.</summary>
/// <param name="Deviation">Standard deviation of the sample; 0 for fewer than two.</param>
public sealed record Summary(int Count, double Min, double Max, double Mean, double Deviation)
{
    /// <summary>All 0 for none.</summary>
    public static Summary Of(Row<double> samples)
    {
        if (samples.Count == 0)
        {
            return new Summary(0, 0, 0, 0, 0);
        }

        var mean = samples.Sum() / samples.Count;
        var squares = samples.Sum(sample => (sample - mean) * (sample - mean));
        return new Summary(
            samples.Count,
            samples.Min(),
            samples.Max(),
            mean,
            samples.Count > 1 ? Math.Sqrt(squares / (samples.Count - 1)) : 0
        );
    }

    /// <summary>By linear interpolation between the ranks (Hyndman's and Fan's seventh).</summary>
    /// <param name="percent">0 to 100.</param>
    /// <param name="samples">At least one.</param>
    public static double Percentile(Row<double> samples, double percent)
    {
        var sorted = samples.Order().ToArray();
        var place = percent / 100 * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
