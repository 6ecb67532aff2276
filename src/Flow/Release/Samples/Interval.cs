namespace Sluice.Flow.Release.Samples;

/// <summary>The shift between two samples by the Mann-Whitney test: its confidence interval and its estimate.</summary>
public sealed record Interval(double Low, double High, double Estimate)
{
    /// <param name="x">The canary's samples; at least one.</param>
    /// <param name="y">The baseline's; at least one.</param>
    public static Interval Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidence, Roots roots) =>
        roots == Roots.Exact ? Differences.Of(x, y).Interval(confidence) : Kayenta(x, y, confidence);

    private static Interval Kayenta(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidence)
    {
        var ranks = new RankSum(x.ToArray(), y.ToArray());
        var quantile = Normal.Quantile(1 - ((1 - confidence) / 2));
        return new Interval(ranks.Root(quantile), ranks.Root(-quantile), ranks.Root(0));
    }
}
