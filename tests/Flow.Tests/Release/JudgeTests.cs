using Sluice.Flow.Release;
using Sluice.Flow.Release.Judging;

namespace Sluice.Flow.Tests.Release;

public sealed class JudgeTests
{
    private static readonly Bounds Usual = new();

    [Fact]
    public void Nothing_counted_is_invalid_and_scores_in_the_middle()
    {
        var judgement = Judge.Of([new Measured("errors", [])], Usual);

        Assert.Equal((Verdict.Invalid, 0.5), (judgement.Verdict, judgement.Score));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_tick_without_traffic_on_both_tracks_counts_to_neither_side(double? share)
    {
        var judgement = Judge.Of([new Measured("errors", [new Tick("d", 0, 500, 1, share)])], Usual);

        Assert.Equal((Verdict.Invalid, 0.0, 0.0), (judgement.Verdict, judgement.LogEHarm, judgement.LogESafe));
    }

    [Fact]
    public void Three_times_as_many_errors_regress_and_the_score_passes_its_mark()
    {
        var judgement = Judge.Of([Steady("errors", 30, 10, 0.5, 20)], Usual);

        Assert.Equal(Verdict.Regressed, judgement.Verdict);
        Assert.InRange(judgement.Score, 0.8, 1);
    }

    [Fact]
    public void As_many_errors_as_before_are_healthy_and_the_score_passes_its_mark()
    {
        var judgement = Judge.Of([Steady("errors", 10, 10, 0.5, 20)], Usual);

        Assert.Equal(Verdict.Healthy, judgement.Verdict);
        Assert.InRange(judgement.Score, 0, 0.2);
    }

    [Fact]
    public void A_few_errors_decide_nothing()
    {
        var judgement = Judge.Of([Steady("errors", 1, 1, 0.5, 2)], Usual);

        Assert.Equal(Verdict.Inconclusive, judgement.Verdict);
        Assert.InRange(judgement.Score, 0.2, 0.8);
    }

    [Fact]
    public void Score_and_verdict_agree_at_the_marks()
    {
        for (var canary = 0; canary < 60; canary++)
        {
            var judgement = Judge.Of([Steady("errors", canary, 10, 0.5, 3) with { Deflate = false }], Usual);

            Assert.Equal(judgement.Verdict == Verdict.Regressed, judgement.Score >= 0.8);
            Assert.Equal(judgement.Verdict == Verdict.Healthy, judgement.Score <= 0.2);
        }
    }

    [Fact]
    public void A_dead_source_never_makes_a_canary_healthy_but_keeps_the_harm_that_was_seen()
    {
        var healthy = Steady("errors", 10, 10, 0.5, 20) with { Trouble = "the source does not answer" };
        var harmful = Steady("errors", 30, 10, 0.5, 20) with { Trouble = "the source does not answer" };

        Assert.Equal(Verdict.Invalid, Judge.Of([healthy], Usual).Verdict);
        Assert.Equal(Verdict.Regressed, Judge.Of([harmful], Usual).Verdict);
    }

    [Fact]
    public void Each_critical_metric_must_be_safe_and_others_need_not()
    {
        var safe = Steady("errors", 10, 10, 0.5, 20) with { Critical = true };
        var unknown = Steady("latency", 1, 1, 0.5, 2);

        Assert.Equal(Verdict.Healthy, Judge.Of([safe, unknown], Usual).Verdict);
        Assert.Equal(Verdict.Inconclusive, Judge.Of([safe, unknown with { Critical = true }], Usual).Verdict);
        Assert.Equal(Verdict.Inconclusive, Judge.Of([safe with { Critical = false }, unknown], Usual).Verdict);
    }

    [Fact]
    public void Many_metrics_share_the_chance_of_a_false_alarm()
    {
        var suspicious = Steady("m0", 18, 4, 0.5, 1) with { Deflate = false };
        var alone = Judge.Of([suspicious], Usual with { Alpha = 0.05 });
        var among = Judge.Of(
            [suspicious, .. Enumerable.Range(1, 30).Select(i => Steady($"m{i}", 4, 4, 0.5, 1))],
            Usual with
            {
                Alpha = 0.05,
            }
        );

        Assert.Equal((Verdict.Regressed, Verdict.Inconclusive), (alone.Verdict, among.Verdict));
    }

    [Fact]
    public void The_first_crossing_is_named_and_the_verdict_is_that_after_the_last_tick()
    {
        var ticks = Steady("errors", 30, 10, 0.5, 10).Ticks.AddRange(Steady("errors", 0, 40, 0.5, 30).Ticks);

        var judgement = Judge.Of([new Measured("errors", ticks, Deflate: false)], Usual);

        Assert.Equal(new Crossing(1, Side.Harm), judgement.Crossed);
        Assert.Equal(judgement.Crossed, judgement.Metrics[0].Crossed);
        Assert.Equal(Verdict.Healthy, judgement.Verdict);
    }

    [Fact]
    public void Over_several_metrics_it_is_crossed_when_their_mean_is()
    {
        var (bad, good) = (Steady("bad", 30, 10, 0.5, 40) with { Deflate = false }, Steady("good", 10, 10, 0.5, 40) with { Weight = 99 });

        var judgement = Judge.Of([bad, good], Usual);

        Assert.True(judgement.Crossed!.Tick > judgement.Metrics[0].Crossed!.Tick);
        Assert.Equal(Side.Harm, judgement.Crossed.Side);
        Assert.Equal(judgement.LogEHarm, judgement.Metrics[0].LogEHarm - Math.Log(100), 1e-9);
    }

    [Fact]
    public void While_little_is_known_of_the_scatter_a_single_burst_proves_nothing()
    {
        var burst = new Measured("errors", [new Tick("d", 0, 12, 3, 0.5)]);

        Assert.Equal(
            Verdict.Inconclusive,
            Judge.Of([burst with { Ticks = [.. burst.Ticks, new Tick("d", 1, 12, 3, 0.5)] }], Usual with { Alpha = 0.05 }).Verdict
        );
        Assert.Equal(
            Verdict.Regressed,
            Judge
                .Of([burst with { Ticks = [.. burst.Ticks, new Tick("d", 1, 12, 3, 0.5)], Deflate = false }], Usual with { Alpha = 0.05 })
                .Verdict
        );
    }

    [Fact]
    public void More_traffic_is_not_taken_for_scatter_where_it_is_known()
    {
        var day = Enumerable.Range(0, 40).Select(index => (Index: index, Traffic: index % 2 == 0 ? 10 : 30)).ToList();
        var ticks = day.Select(tick => new Tick("d", tick.Index, tick.Traffic, tick.Traffic, 0.5)).ToRow();
        var known = day.Select(tick => new Tick("d", tick.Index, tick.Traffic, tick.Traffic, 0.5) { Exposure = 100 * tick.Traffic })
            .ToRow();

        var (blind, seeing) = (Judge.Of([new Measured("errors", ticks)], Usual), Judge.Of([new Measured("errors", known)], Usual));

        Assert.Contains("scatter 5.1 times", blind.Metrics[0].Reason, StringComparison.Ordinal);
        Assert.Contains("scatter 1.0 times", seeing.Metrics[0].Reason, StringComparison.Ordinal);
        Assert.InRange(seeing.LogESafe / blind.LogESafe, 4, 8);
    }

    [Fact]
    public void The_time_to_see_a_doubling_is_told_as_it_is_measured()
    {
        var bounds = new Bounds(Tolerate: 1);
        // Measured medians of the same test: 34 minutes at a share of 5%, 9.8 at one half, at ten errors a minute in all.
        Assert.InRange(Power.TimeToSee(2, 9.5, 0.05, bounds)!.Value.TotalMinutes, 28, 42);
        Assert.InRange(Power.TimeToSee(2, 5, 0.5, bounds)!.Value.TotalMinutes, 6, 12);
        Assert.Null(Power.TimeToSee(2, 0, 0.5, bounds));
    }

    /// <summary>An A/A comparison; with a burst each event brings others, so that variance over mean is as large as the burst.</summary>
    private static Measured Steady(string name, double canary, double baseline, double share, int ticks) =>
        new(name, Enumerable.Range(0, ticks).Select(index => new Tick("d", index, canary, baseline, share)).ToRow());
}
