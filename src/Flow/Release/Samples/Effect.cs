namespace Sluice.Flow.Release.Samples;

/// <summary>How large a difference is, apart from how sure it is.</summary>
public static class Effect
{
    /// <summary>NaN: it cannot be told, and then it is not asked for.</summary>
    public static double Of(Row<double> x, Row<double> y, EffectMeasure measure) =>
        measure == EffectMeasure.Cles ? Cles(x, y) : MeanRatio(x, y);

    /// <summary>Where no limit is set.</summary>
    public static double Usual(EffectMeasure measure) => measure == EffectMeasure.Cles ? 0.5 : 1;

    private static double MeanRatio(Row<double> x, Row<double> y)
    {
        var (first, second) = (Summary.Of(x).Mean, Summary.Of(y).Mean);
        return first == 0 || second == 0 ? double.NaN : first / second;
    }

    /// <summary>Common language effect size: the chance that a sample of the canary is above one of the baseline, ties by half.</summary>
    private static double Cles(Row<double> x, Row<double> y)
    {
        var (sorted, above, below, reached) = (y.Order().ToArray(), 0.0, 0, 0);
        foreach (var first in x.Order())
        {
            while (below < sorted.Length && sorted[below] < first)
            {
                below++;
            }

            while (reached < sorted.Length && sorted[reached] <= first)
            {
                reached++;
            }

            above += (below + reached) / 2.0;
        }

        return above / ((double)x.Count * y.Count);
    }
}
