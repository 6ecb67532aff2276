using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>What a canary can see is told before it begins.</summary>
public sealed class ForeseeingTests
{
    [Theory]
    [InlineData(40, "A doubling shows within about ")]
    [InlineData(0.5, ", the bake ends after 60 minutes. Rely on health checks.")]
    [InlineData(0.0, "Too little traffic (errors: 0 a minute) for a canary to tell")]
    public void It_is_told_while_the_first_deployment_is_under_way(double perMinute, string says)
    {
        var fleet = new Fleet { Traffic = [new MetricTraffic("errors", perMinute, null)] };
        fleet.Land(1);

        fleet.Turn();

        Assert.Equal(["deploying", "foreseen"], fleet.Story);
        Assert.Contains(says, fleet.Journal[^1].Says, StringComparison.Ordinal);
        Assert.Contains(says, Fate.Of(fleet.Ledger, 1)!.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_told_too_and_only_once()
    {
        var fleet = new Fleet { Traffic = [new MetricTraffic("errors", null, "the source does not answer")] };
        fleet.Land(1);

        fleet.Run(TimeSpan.FromMinutes(3));

        Assert.Equal(
            "What the canary can see is not known: errors: the source does not answer.",
            Assert.Single(fleet.Journal, line => line.Kind == "foreseen").Says
        );
    }

    [Theory]
    [InlineData(Band.Low, 40, 60, "at least 10 minutes")]
    [InlineData(Band.High, 400, 60, "at least 10 minutes")]
    [InlineData(Band.High, 40, 15, "at least 15 minutes")]
    public void It_bakes_by_risk_and_traffic_within_the_policys_bounds(Band band, double perMinute, int longest, string says)
    {
        var fleet = new Fleet { Traffic = [new MetricTraffic("errors", perMinute, null)] };
        fleet.Policy = fleet.Policy with { BakeMax = TimeSpan.FromMinutes(longest) };
        fleet.Land([1], 0.05, band);

        fleet.Turn();

        Assert.Contains(says, fleet.Journal[^1].Says, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_risky_bakes_until_a_doubling_would_have_shown_twice()
    {
        var fleet = new Fleet { Traffic = [new MetricTraffic("errors", 40, null)], ErrorsPerMinute = 200 };
        fleet.Land([1], 0.05, Band.High);

        fleet.Run(TimeSpan.FromHours(2));

        var canary = Assert.Single(fleet.Ledger.Past);
        var baked = fleet.Ledger.Past[0].Ended!.Value - canary.BakingSince!.Value;
        Assert.Equal(CanaryEnd.Promoted, canary.End);
        Assert.InRange(baked, 2 * canary.Foresight!.Doubling!.Value, (2 * canary.Foresight.Doubling.Value) + TimeSpan.FromMinutes(2));
        Assert.True(baked > fleet.Policy.BakeMin);
    }

    [Fact]
    public void Stage_by_stage_it_takes_longer_than_at_the_last_weight_and_shorter_than_at_the_first()
    {
        var third = TimeSpan.FromMinutes(3);
        var (first, last) = (Power.TimeToSee(2, 38, 0.05, new Bounds()), Power.TimeToSee(2, 20, 0.5, new Bounds()));

        var staged = Power.TimeToSee(2, 40, [new Stage(0.05, third), new Stage(0.25, third), new Stage(0.5, third)], new Bounds());

        Assert.InRange(staged!.Value, last!.Value, first!.Value);
    }
}
