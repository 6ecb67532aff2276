using System.Text.Json;
using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Tests.Release.Samples;

/// <summary>The samples judge answers as Kayenta's does.</summary>
public sealed class KayentaTests
{
    private static readonly string[] Kinds =
    [
        "classify",
        "classify_user_reported",
        "mannwhitney",
        "mannwhitney_intermediate",
        "wilcoxonDiff",
        "normal_quantile",
        "score",
        "percentile_R7",
        "effectSize",
        "summary",
        "outlier",
        "transform",
    ];

    public static TheoryData<string> Classified => KayentaCase.Names("classify", "classify_user_reported");

    public static TheoryData<string> Intervals => KayentaCase.Names("mannwhitney");

    public static TheoryData<string> Scores => KayentaCase.Names("score");

    public static TheoryData<string> Percentiles => KayentaCase.Names("percentile_R7");

    public static TheoryData<string> Effects => KayentaCase.Names("effectSize");

    public static TheoryData<string> Summaries => KayentaCase.Names("summary");

    public static TheoryData<string> OutlierCases => KayentaCase.Names("outlier");

    [Fact]
    public void No_case_is_left_out() => Assert.Equal(KayentaCase.Count, KayentaCase.Names(Kinds).Count);

    [Theory]
    [MemberData(nameof(Classified))]
    public void A_metric_is_classified_alike_by_either_way_to_the_roots(string name)
    {
        var known = KayentaCase.Named(name);

        foreach (var roots in new[] { Roots.Exact, Roots.Kayenta })
        {
            var found = Classifier.Of(known.Metric() with { Roots = roots });

            if (
                known.Expected.TryGetProperty("classification", out var expected)
                || known.Expected.TryGetProperty("kayenta_reproduced", out expected)
            )
            {
                Assert.Equal(expected.GetString(), found.Class.ToString());
            }

            if (known.Expected.TryGetProperty("critical", out var critical))
            {
                Assert.Equal(critical.GetBoolean(), found.Critical);
            }

            if (known.Expected.TryGetProperty("deviation", out var deviation))
            {
                Assert.Equal(deviation.ValueKind == JsonValueKind.String ? double.NaN : deviation.GetDouble(), found.Deviation);
            }

            Assert.NotEmpty(found.Reason);
        }
    }

    [Theory]
    [MemberData(nameof(Intervals))]
    public void An_interval_is_Kayentas_to_the_sixth_place(string name)
    {
        var known = KayentaCase.Named(name);

        var interval = Interval.Of(known.Experiment.AsSpan(), known.Control.AsSpan(), known.Number("confidenceLevel", 0), Roots.Kayenta);

        Assert.Equal(known.Expects("ciLow"), interval.Low, known.Within(1e-6));
        Assert.Equal(known.Expects("ciHigh"), interval.High, known.Within(1e-6));
        Assert.Equal(
            known.Expects("estimate"),
            interval.Estimate,
            known.Expected.TryGetProperty("estimateTolerance", out var wider) ? wider.GetDouble() : known.Within(1e-6)
        );
    }

    [Fact]
    public void What_users_reported_has_the_interval_that_they_saw()
    {
        foreach (var name in KayentaCase.Names("classify_user_reported").Select(row => row.Data))
        {
            var (known, metric) = (KayentaCase.Named(name), KayentaCase.Named(name).Metric());
            var (x, y) = (Preparation.Of(metric.Experiment, metric), Preparation.Of(metric.Control, metric));

            var interval = Interval.Of(x.AsSpan(), y.AsSpan(), metric.Confidence, Roots.Kayenta);

            var seen = known.Expected.GetProperty("mw");
            Assert.Equal(seen.GetProperty("ciLow").GetDouble(), interval.Low, 1e-9);
            Assert.Equal(seen.GetProperty("ciHigh").GetDouble(), interval.High, 1e-9);
            Assert.Equal(seen.GetProperty("estimate").GetDouble(), interval.Estimate, 1e-9);
        }
    }

    [Fact]
    public void The_statistic_is_Rs_on_the_way_there_too()
    {
        var far = KayentaCase.Named("Wilcoxon Diff Function mu=5");
        Assert.Equal(far.Expects("value"), new RankSum([.. far.Experiment], [.. far.Control]).Statistic(5, 0), far.Within(1e-6));
        Assert.Equal(KayentaCase.Named("Test zQuant").Expects("value"), Normal.Quantile(0.01), 1e-6);

        var known = KayentaCase.Named("Mann-Whitney Intermediate Values / Variables");
        var (x, y) = (known.Experiment, known.Control);
        var (least, most, high) = (x.Min() - y.Max(), x.Max() - y.Min(), Normal.Quantile(0.975));
        var ranks = new RankSum([.. x], [.. y]);
        (string Name, double Value)[] found =
        [
            ("rMumin", least),
            ("rMumax", most),
            ("rZqLower", high),
            ("rZqUpper", -high),
            ("rFlower1", ranks.Statistic(least, high)),
            ("rFupper1", ranks.Statistic(most, high)),
            ("rFlower2", ranks.Statistic(least, -high)),
            ("rFupper2", ranks.Statistic(most, -high)),
            ("rCil", ranks.Root(high)),
            ("rCiu", ranks.Root(-high)),
            ("rEst", ranks.Root(0)),
        ];
        Assert.All(found, each => Assert.Equal(known.Expects(each.Name), each.Value, 1e-6));
    }

    [Fact]
    public void The_one_known_divergence_is_noise_of_the_search_and_exact_roots_have_none()
    {
        var known = KayentaCase.Named("Mann-Whitney Intermediate Values / Variables");
        var metric = new SampledMetric("large input", known.Experiment, known.Control) { Confidence = 0.95, Tolerance = 0.1 };

        var (kayenta, exact) = (
            Interval.Of(known.Experiment.AsSpan(), known.Control.AsSpan(), 0.95, Roots.Kayenta),
            Interval.Of(known.Experiment.AsSpan(), known.Control.AsSpan(), 0.95, Roots.Exact)
        );

        Assert.True(
            kayenta.Low > kayenta.High,
            "the search ends within its tolerance of zero on either side, so that the interval is turned about"
        );
        Assert.Equal(new Interval(0, 0, 0), exact);
        Assert.Equal(Class.High, Classifier.Of(metric with { Roots = Roots.Kayenta }).Class);
        Assert.Equal(Class.Pass, Classifier.Of(metric).Class);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void Groups_are_scored_alike(string name)
    {
        var known = KayentaCase.Named(name);
        var metrics = known
            .Parameters.GetProperty("metrics")
            .EnumerateArray()
            .Select(metric => new Scored(
                metric.GetProperty("name").GetString()!,
                Enum.Parse<Class>(metric.GetProperty("classification").GetString()!),
                metric.GetProperty("groups").EnumerateArray().Select(group => group.GetString()!).ToRow(),
                metric.GetProperty("critical").GetBoolean()
            ))
            .ToRow();
        var weights = known
            .Parameters.GetProperty("groupWeights")
            .EnumerateObject()
            .Select(group => new GroupWeight(group.Name, group.Value.GetDouble()))
            .ToRow();

        Assert.Equal(known.Expects("summaryScore"), Scorer.Of(metrics, weights));
    }

    [Theory]
    [MemberData(nameof(Percentiles))]
    public void Percentiles_lie_alike_between_the_ranks(string name)
    {
        var known = KayentaCase.Named(name);

        Assert.Equal(known.Expects("value"), Summary.Percentile(known.Experiment, known.Number("p", 0)), known.Within(1e-9));
    }

    [Theory]
    [MemberData(nameof(Effects))]
    public void Effects_have_the_same_size(string name)
    {
        var known = KayentaCase.Named(name);
        var measure = known.Word("measure", "") == "cles" ? EffectMeasure.Cles : EffectMeasure.MeanRatio;

        Assert.Equal(known.Expects("value"), Effect.Of(known.Experiment, known.Control, measure), known.Within(1e-9));
    }

    [Theory]
    [MemberData(nameof(Summaries))]
    public void Summaries_are_alike(string name)
    {
        var known = KayentaCase.Named(name);

        Assert.Equal(
            new Summary(
                (int)known.Expects("count"),
                known.Expects("min"),
                known.Expects("max"),
                known.Expects("mean"),
                known.Expects("std")
            ),
            Summary.Of(known.Experiment)
        );
    }

    [Theory]
    [MemberData(nameof(OutlierCases))]
    public void Outliers_are_the_same(string name)
    {
        var known = KayentaCase.Named(name);
        var factor = known.Number("factor", 0);

        var found =
            known.Word("detector", "") == "KSigmaDetector"
                ? Preparation.KSigma(known.Experiment, factor)
                : Preparation.Iqr(known.Experiment, factor, known.Parameters.GetProperty("reduceSensitivity").GetBoolean());

        Assert.Equal(known.Expected.GetProperty("isOutlier").EnumerateArray().Select(each => each.GetBoolean()), found);
    }

    [Fact]
    public void Gaps_are_taken_out()
    {
        var known = KayentaCase.Named("Remove Single NaN");

        Assert.Equal(KayentaCase.Numbers(known.Expected.GetProperty("values")), Preparation.WithoutGaps(known.Experiment));
    }
}
