using System.Globalization;

namespace Sluice.Flow.Release.Samples;

/// <summary>Whether a metric's samples differ, as Kayenta's judge says it (NetflixACAJudge-v1.0).</summary>
public static class Classifier
{
    public static Classified Of(SampledMetric metric)
    {
        var (x, y) = (Preparation.Of(metric.Experiment, metric), Preparation.Of(metric.Control, metric));
        return x.Count == 0 || y.Count == 0 ? Empty(metric, x.Count, y.Count)
            : x.Order().SequenceEqual(y.Order()) ? Same(metric, "both tracks have the same samples")
            : metric.Statistic == Statistic.Mean ? ByMean(metric, x, y)
            : ByShift(metric, x, y);
    }

    private static Classified Empty(SampledMetric metric, int canary, int baseline)
    {
        var which =
            canary == 0 && baseline == 0 ? "either track"
            : canary == 0 ? "the canary"
            : "the baseline";
        var why = $"there are no samples of {which}";
        return metric.Nan == NanStrategy.Replace ? Same(metric, $"{why}, and gaps are to be taken for 0")
            : metric.Required && !metric.Critical
                ? new Classified(metric.Name, Class.NodataFail, false, double.NaN, $"{why}, and they are required")
            : new Classified(metric.Name, Class.Nodata, metric.Critical, double.NaN, why);
    }

    private static Classified Same(SampledMetric metric, string why) => new(metric.Name, Class.Pass, false, 1, why);

    private static Classified ByMean(SampledMetric metric, Row<double> x, Row<double> y)
    {
        var (first, second) = (Summary.Of(x).Mean, Summary.Of(y).Mean);
        var found =
            first > second && metric.Direction != Direction.Decrease ? Class.High
            : first < second && metric.Direction != Direction.Increase ? Class.Low
            : Class.Pass;
        return new Classified(
            metric.Name,
            found,
            metric.Critical && found != Class.Pass,
            Effect.Of(x, y, EffectMeasure.MeanRatio),
            string.Create(CultureInfo.InvariantCulture, $"the canary's mean is {first:G4}, the baseline's {second:G4}")
        );
    }

    private static Classified ByShift(SampledMetric metric, Row<double> x, Row<double> y)
    {
        var interval = Interval.Of(x.AsSpan(), y.AsSpan(), metric.Confidence, metric.Roots);
        var effect = Effect.Of(x, y, metric.Measure);
        var critical = metric.Critical ? Side(metric, interval, effect, metric.CriticalEffect) : Class.Pass;
        var found = critical != Class.Pass ? critical : Side(metric, interval, effect, metric.Allowed);
        var deviation = metric.Measure == EffectMeasure.MeanRatio ? effect : Effect.Of(x, y, EffectMeasure.MeanRatio);
        return new Classified(metric.Name, found, critical != Class.Pass, deviation, Why(metric, interval, effect, x.Count, y.Count));
    }

    /// <summary>
    /// On which side the whole interval lies, away from zero by more than the tolerated part of the shift, and with an effect beyond its
    /// limit.
    /// </summary>
    private static Class Side(SampledMetric metric, Interval interval, double effect, EffectLimits? limits)
    {
        var bound = metric.Tolerance * Math.Abs(interval.Estimate);
        var (least, most) = (limits?.Decrease ?? Effect.Usual(metric.Measure), limits?.Increase ?? Effect.Usual(metric.Measure));
        var higher = metric.Direction != Direction.Decrease && interval.Low > bound && (double.IsNaN(effect) || effect >= most);
        var lower = metric.Direction != Direction.Increase && interval.High < -bound && (double.IsNaN(effect) || effect <= least);
        return higher ? Class.High
            : lower ? Class.Low
            : Class.Pass;
    }

    private static string Why(SampledMetric metric, Interval interval, double effect, int canary, int baseline) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Plural.Of(canary, "sample")} against {baseline}: shifted by {interval.Estimate:G4}, with {metric.Confidence * 100:0.##}% confidence between {interval.Low:G4} and {interval.High:G4}{Size(metric.Measure, effect)}"
        );

    private static string Size(EffectMeasure measure, double effect) =>
        double.IsNaN(effect) ? ""
        : measure == EffectMeasure.Cles
            ? string.Create(CultureInfo.InvariantCulture, $"; above the baseline {effect * 100:0.#}% of the time")
        : string.Create(CultureInfo.InvariantCulture, $"; {effect:0.###} times its mean");
}
