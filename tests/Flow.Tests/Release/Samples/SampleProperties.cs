using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Tests.Release.Samples;

/// <summary>What holds of any two samples.</summary>
public sealed class SampleProperties
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(0, 60).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_unit_does_not_matter(ulong seed)
    {
        var metric = Metric(seed);

        foreach (var unit in new[] { 1e-6, 1e-3, 7.0, 1e6 })
        {
            var scaled = metric with { Experiment = Times(metric.Experiment, unit), Control = Times(metric.Control, unit) };
            Assert.Equal(Classifier.Of(metric).Class, Classifier.Of(scaled).Class);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Swapping_the_tracks_swaps_high_and_low(ulong seed)
    {
        var metric = Metric(seed);
        var swapped = metric with
        {
            Experiment = metric.Control,
            Control = metric.Experiment,
            Direction =
                metric.Direction == Direction.Increase ? Direction.Decrease
                : metric.Direction == Direction.Decrease ? Direction.Increase
                : Direction.Either,
        };

        var (there, back) = (Classifier.Of(metric).Class, Classifier.Of(swapped).Class);

        Assert.Equal(
            there == Class.High ? Class.Low
                : there == Class.Low ? Class.High
                : there,
            back
        );
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_order_of_samples_does_not_matter(ulong seed)
    {
        var metric = Metric(seed);
        var turned = metric with
        {
            Experiment = metric.Experiment.Reverse().ToRow(),
            Control = metric.Control.Skip(3).Concat(metric.Control.Take(3)).ToRow(),
        };

        Assert.Equal(Classifier.Of(metric).Class, Classifier.Of(turned).Class);
        Assert.Equal(
            Interval.Of(metric.Experiment.AsSpan(), metric.Control.AsSpan(), 0.98, Roots.Exact),
            Interval.Of(turned.Experiment.AsSpan(), turned.Control.AsSpan(), 0.98, Roots.Exact)
        );
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Kayentas_search_finds_the_exact_roots_to_within_its_tolerance(ulong seed)
    {
        var metric = Metric(seed);
        var (x, y) = (metric.Experiment, metric.Control);

        var (exact, found) = (
            Interval.Of(x.AsSpan(), y.AsSpan(), 0.98, Roots.Exact),
            Interval.Of(x.AsSpan(), y.AsSpan(), 0.98, Roots.Kayenta)
        );

        Assert.Equal(exact.Low, found.Low, 2e-4);
        Assert.Equal(exact.High, found.High, 2e-4);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_estimate_is_the_middle_of_all_differences_and_the_ends_are_two_of_them(ulong seed)
    {
        var metric = Metric(seed);
        var all = metric.Experiment.SelectMany(first => metric.Control.Select(second => first - second)).Order().ToArray();

        var interval = Interval.Of(metric.Experiment.AsSpan(), metric.Control.AsSpan(), 0.98, Roots.Exact);

        Assert.Equal((all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2, interval.Estimate);
        Assert.Contains(interval.Low, all);
        Assert.Contains(interval.High, all);
        Assert.Equal(
            metric.Experiment.Average(first =>
                metric.Control.Average(second =>
                    first > second ? 1
                    : first == second ? 0.5
                    : 0
                )
            ),
            Effect.Of(metric.Experiment, metric.Control, EffectMeasure.Cles),
            1e-12
        );
    }

    [Theory]
    [InlineData(EffectMeasure.MeanRatio)]
    [InlineData(EffectMeasure.Cles)]
    public void A_day_of_seconds_is_compared_with_a_day_of_seconds(EffectMeasure measure)
    {
        var day = Enumerable.Range(0, 86_400).Select(second => 100.0 + (second % 977)).ToRow();

        var found = Classifier.Of(new SampledMetric("latency", Times(day, 1.5), day) { Measure = measure });

        Assert.Equal(Class.High, found.Class);
    }

    [Fact]
    public void All_kinds_of_answers_are_among_them() =>
        Assert.Equal(
            [Class.Pass, Class.High, Class.Low],
            Enumerable.Range(0, 60).Select(seed => Classifier.Of(Metric((ulong)seed)).Class).Distinct().Order()
        );

    /// <summary>
    /// Between 5 and 34 samples a track, some rounded so that there are ties, shifted by up to one and a half times their spread.
    /// </summary>
    private static SampledMetric Metric(ulong seed)
    {
        var dice = new Dice(1000 + (seed * 7919));
        var shift = 3 * (dice.Roll() - 0.5);
        var digits = dice.Below(3);
        var direction = (Direction)dice.Below(3);
        return new SampledMetric("metric", Some(dice, 5 + shift, digits), Some(dice, 5, digits)) { Direction = direction };
    }

    private static Row<double> Some(Dice dice, double mean, int digits) =>
        Enumerable
            .Range(0, 5 + dice.Below(30))
            .Select(_ => Math.Round(mean + (2 * (dice.Roll() + dice.Roll() + dice.Roll() - 1.5)), digits))
            .ToRow();

    private static Row<double> Times(Row<double> samples, double unit) => samples.Select(sample => sample * unit).ToRow();
}
