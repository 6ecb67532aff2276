using Sluice.Bench;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Tests;
using Sluice.Flow.Tests.Release;

namespace Sluice.Storms.Tests.Release;

/// <summary>A small, fixed part of bench/judge.</summary>
public sealed class JudgeBenchTests
{
    private const int Runs = 400;

    [Theory]
    [InlineData(Scatter.Poisson, 1)]
    [InlineData(Scatter.Bursts, 2)]
    [InlineData(Scatter.Bursts, 5)]
    [InlineData(Scatter.Gamma, 3)]
    public void False_alarms_stay_below_alpha_over_every_look_of_half_a_day(Scatter kind, double scatter)
    {
        var trial = Trial.Of(Contestant.Ours(1, true), new Traffic(10, 0.5, kind, scatter), Runs);

        Assert.InRange(trial.Called, 0, 0.01);
    }

    [Fact]
    public void Without_the_correction_bursts_would_raise_many() =>
        Assert.InRange(Trial.Of(Contestant.Ours(1, false), new Traffic(10, 0.5, Scatter.Bursts, 5), 100).Called, 0.2, 1);

    [Theory]
    [InlineData(1.0, 10)]
    [InlineData(1.1, 14)]
    public void A_doubling_at_ten_errors_a_minute_shows_within_minutes(double tolerate, double minutes)
    {
        // Ten over both tracks while it is bad, of which the canary has two thirds.
        var trial = Trial.Of(Contestant.Ours(tolerate, false), new Traffic(20.0 / 3, 0.5, Scatter.Poisson, 1, 2), Runs);

        Assert.Equal(1, trial.Called);
        Assert.InRange(trial.MedianMinutes!.Value, 1, minutes);
    }

    [Fact]
    public void What_was_told_beforehand_is_what_is_measured()
    {
        var kinds = new[]
        {
            new Traffic(10, 0.5, Scatter.Poisson, 1, 2),
            new Traffic(100, 0.05, Scatter.Poisson, 1, 2),
            new Traffic(10, 0.05, Scatter.Poisson, 1, 3),
        };
        foreach (var traffic in kinds)
        {
            var told = Power
                .TimeToSee(
                    traffic.Ratio,
                    traffic.PerMinute * (1 - traffic.Share),
                    traffic.Share,
                    new Bounds(Tolerate: 1),
                    TimeSpan.FromSeconds(30)
                )!
                .Value;

            Assert.InRange(
                Trial.Of(Contestant.Ours(1, true), traffic, 200).MedianMinutes!.Value,
                told.TotalMinutes * 0.6,
                told.TotalMinutes * 1.3
            );
        }
    }
}
