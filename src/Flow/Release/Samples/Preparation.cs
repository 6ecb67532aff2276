namespace Sluice.Flow.Release.Samples;

/// <summary>What happens to samples before they are compared.</summary>
public static class Preparation
{
    private const double SigmaFactor = 3;
    private const double IqrFactor = 3;

    /// <summary>Gaps taken out or made 0, and then outliers taken out, if the metric wants that.</summary>
    public static Row<double> Of(Row<double> samples, SampledMetric metric)
    {
        var whole =
            metric.Nan == NanStrategy.Replace ? samples.Select(sample => double.IsNaN(sample) ? 0 : sample).ToRow() : WithoutGaps(samples);
        return metric.Outliers switch
        {
            Outliers.Iqr => whole.Zip(Iqr(whole, IqrFactor, true)).Where(pair => !pair.Second).Select(pair => pair.First).ToRow(),
            Outliers.KSigma => whole.Zip(KSigma(whole, SigmaFactor)).Where(pair => !pair.Second).Select(pair => pair.First).ToRow(),
            _ => whole,
        };
    }

    public static Row<double> WithoutGaps(Row<double> samples) => samples.Where(sample => !double.IsNaN(sample)).ToRow();

    /// <summary>Which lie outside the quartiles by more than so many times their distance.</summary>
    /// <param name="reduced">And outside the first and the last percent.</param>
    public static Row<bool> Iqr(Row<double> samples, double factor, bool reduced)
    {
        if (samples.Count == 0)
        {
            return [];
        }

        var (first, third) = (Summary.Percentile(samples, 25), Summary.Percentile(samples, 75));
        var (low, high) = (first - (factor * (third - first)), third + (factor * (third - first)));
        (low, high) = reduced
            ? (Math.Min(low, Summary.Percentile(samples, 1)), Math.Max(high, Summary.Percentile(samples, 99)))
            : (low, high);
        return samples.Select(sample => sample < low || sample > high).ToRow();
    }

    /// <summary>Which lie away from the mean by more than so many standard deviations.</summary>
    public static Row<bool> KSigma(Row<double> samples, double factor)
    {
        var summary = Summary.Of(samples);
        return samples.Select(sample => Math.Abs(sample - summary.Mean) > factor * summary.Deviation).ToRow();
    }
}
