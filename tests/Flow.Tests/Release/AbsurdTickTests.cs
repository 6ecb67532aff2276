using Sluice.Flow.Release;
using Sluice.Flow.Release.Judging;

namespace Sluice.Flow.Tests.Release;

/// <summary>One absurd number in a source of metrics: a counter that ran over, a test that hammers one track.</summary>
public sealed class AbsurdTickTests
{
    private static readonly Bounds Bounds = new();

    public static MatrixTheoryData<double, bool, bool> Absurd => new([400, 1e4, 1e9, 1e15], [false, true], [false, true]);

    [Theory]
    [MemberData(nameof(Absurd))]
    public void A_canary_that_is_ten_times_worse_is_found_out_within_thirty_ticks_of_an_absurd_baseline(
        double absurd,
        bool isUsualKnown,
        bool isTrafficKnown
    )
    {
        var ticks = Ticks(10, canary: 2).Append((2, absurd)).Concat(Ticks(30, canary: 20));

        var judgement = Judge.Of([Metric(ticks, isUsualKnown, isTrafficKnown)], Bounds);

        Assert.Equal(Verdict.Regressed, judgement.Verdict);
        Assert.Contains(
            "1 tick holds far more events than those before let expect, and counts for less",
            judgement.Metrics[0].Reason,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Absurd))]
    public void A_canary_that_is_as_good_is_not_called_worse_for_an_absurd_number_that_both_tracks_have_nor_called_good_for_it(
        double absurd,
        bool isUsualKnown,
        bool isTrafficKnown
    )
    {
        var ticks = Ticks(10, canary: 2).Append((absurd * 0.05, absurd * 0.95)).ToList();
        Assert.Equal(Verdict.Inconclusive, Judge.Of([Metric(ticks.SkipLast(1), isUsualKnown, isTrafficKnown)], Bounds).Verdict);

        Assert.NotEqual(Verdict.Healthy, Judge.Of([Metric(ticks, isUsualKnown, isTrafficKnown)], Bounds).Verdict);
        Assert.NotEqual(
            Verdict.Regressed,
            Judge.Of([Metric(ticks.Concat(Ticks(100, canary: 2)), isUsualKnown, isTrafficKnown)], Bounds).Verdict
        );
    }

    [Fact]
    public void A_canary_that_fails_at_every_request_is_found_out_at_once_however_many_those_are() =>
        Assert.InRange(Judge.Of([Metric(Ticks(5, canary: 2).Concat(Ticks(5, canary: 50_000)), false, true)], Bounds).Crossed!.Tick, 5, 6);

    [Fact]
    public void Where_totals_leap_by_chance_false_alarms_stay_as_rare_as_they_are_bound_to_be()
    {
        const int Runs = 2000;
        // Nothing is safe by that margin: it is not let off before.
        var (dice, alarms, bounds) = (new Dice(11), 0, new Bounds(Alpha: 0.05, Margin: 0.01));
        for (var run = 0; run < Runs; run++)
        {
            // At the very ratio that is harmless still: of each event the track is drawn, however many there are.
            var ticks = Enumerable
                .Range(0, 100)
                .Select(_ => dice.Roll() < 0.05 ? 2000.0 : 20)
                .Select(mean => ((double)dice.Poisson(mean * 1.1 / 2.1), (double)dice.Poisson(mean / 2.1)));
            var metric = new Measured(
                "errors",
                ticks.Select((tick, index) => new Tick("d", index, tick.Item1, tick.Item2, 0.5)).ToRow(),
                Deflate: false
            );
            alarms += Judge.Of([metric], bounds).Crossed is { Side: Side.Harm } ? 1 : 0;
        }

        Assert.InRange(alarms, 1, (int)(Runs * bounds.Alpha));
    }

    [Fact]
    public void What_is_not_absurd_counts_in_full()
    {
        var ticks = Enumerable.Range(0, 40).Select(index => new Tick("d", index, 20 + index, 40 + (index * 3), 0.3)).ToRow();
        var (harm, whole) = (EProcess.Harm(Bounds.Tolerate), Judge.Of([new Measured("errors", ticks, Deflate: false)], Bounds));
        foreach (var tick in ticks)
        {
            harm.Add(tick.Canary, tick.Baseline, tick.Share!.Value);
        }

        Assert.Equal(harm.LogE, whole.LogEHarm, 1e-9);
        Assert.DoesNotContain("counts for less", whole.Metrics[0].Reason, StringComparison.Ordinal);
    }

    /// <summary>One request of twenty on the canary, and 38 errors a tick on the baseline, give or take six.</summary>
    private static IEnumerable<(double Canary, double Baseline)> Ticks(int count, double canary) =>
        Enumerable.Range(0, count).Select(index => (canary, 38.0 + (index % 3 * 6) - 6));

    private static Measured Metric(IEnumerable<(double Canary, double Baseline)> ticks, bool isUsualKnown, bool isTrafficKnown) =>
        new(
            "errors",
            ticks
                .Select((tick, index) => new Tick("d", index, tick.Canary, tick.Baseline, 0.05) { Exposure = isTrafficKnown ? 950 : null })
                .ToRow()
        )
        {
            Usual = isUsualKnown ? new Usual(38, isTrafficKnown ? 950 : null) : null,
        };
}
