using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Release.Files;

/// <summary>Reads what only a metric of samples has.</summary>
internal static class SampleFields
{
    public static SampledMetric Read(ref Cursor cursor, string key, SampledMetric samples) =>
        key switch
        {
            "experiment" => samples with { Experiment = Numbers(ref cursor, key) },
            "control" => samples with { Control = Numbers(ref cursor, key) },
            "direction" => samples with
            {
                Direction = cursor.Word(
                    key,
                    ("increase", Direction.Increase),
                    ("decrease", Direction.Decrease),
                    ("either", Direction.Either)
                ),
            },
            "nan" => samples with { Nan = cursor.Word(key, ("remove", NanStrategy.Remove), ("replace", NanStrategy.Replace)) },
            "groups" => samples with { Groups = Names(ref cursor) },
            "tolerance" => samples with
            {
                Tolerance = cursor.Number("tolerance is a number of at least 0, such as 0.25", tolerance => tolerance is >= 0 and <= 1000),
            },
            "confidence" => samples with
            {
                Confidence = cursor.Number(
                    "confidence is a number above 0 and below 1, such as 0.98",
                    confidence => confidence is > 0 and < 1
                ),
            },
            "effect" => samples with { Measure = cursor.Word(key, ("mean_ratio", EffectMeasure.MeanRatio), ("cles", EffectMeasure.Cles)) },
            "allowed" => samples with { Allowed = Limits(ref cursor, key) },
            "critical_effect" => samples with { CriticalEffect = Limits(ref cursor, key) },
            "required" => samples with { Required = cursor.Flag(key) },
            "outliers" => samples with
            {
                Outliers = cursor.Word(key, ("keep", Outliers.Keep), ("iqr", Outliers.Iqr), ("ksigma", Outliers.KSigma)),
            },
            "statistic" => samples with { Statistic = cursor.Word(key, ("mann_whitney", Statistic.MannWhitney), ("mean", Statistic.Mean)) },
            "roots" => samples with { Roots = cursor.Word(key, ("exact", Roots.Exact), ("kayenta", Roots.Kayenta)) },
            _ => samples with { Muted = cursor.Flag(key) },
        };

    private static Row<double> Numbers(ref Cursor cursor, string key)
    {
        var numbers = new List<double>();
        cursor.List(key);
        while (cursor.Item())
        {
            numbers.Add(cursor.NumberOrGap($"a sample of {key} is a number, or null or \"NaN\" for a gap"));
        }

        return numbers.ToRow();
    }

    private static Row<string> Names(ref Cursor cursor)
    {
        var names = new List<string>();
        cursor.List("groups");
        while (cursor.Item())
        {
            names.Add(cursor.Text("a group's name"));
        }

        return names.ToRow();
    }

    private static EffectLimits? Limits(ref Cursor cursor, string key)
    {
        var (seen, limits) = (new List<string>(), new EffectLimits(null, null));
        cursor.Object(key);
        while (cursor.Key(seen, "decrease", "increase") is { } side)
        {
            var limit = cursor.Number($"{side} is an effect size of at least 0", size => size >= 0);
            limits = side == "decrease" ? limits with { Decrease = limit } : limits with { Increase = limit };
        }

        return limits;
    }
}
