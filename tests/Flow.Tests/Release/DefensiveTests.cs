using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>
/// Where the policy is defensive a canary takes all the time that there is, and a person decides what the numbers do not.
/// </summary>
public sealed class DefensiveTests
{
    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 60)]
    public void A_healthy_canary_bakes_as_long_as_the_policy_lets_it(bool defensive, int minutes)
    {
        var fleet = new Fleet { ErrorsPerMinute = 2000 };
        fleet.Land([1], 0.05, defensive: defensive);

        fleet.Run(TimeSpan.FromHours(2));

        var canary = Assert.Single(fleet.Ledger.Past);
        Assert.Equal(CanaryEnd.Promoted, canary.End);
        Assert.InRange(canary.Ended!.Value - canary.BakingSince!.Value, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + 5));
    }

    [Theory]
    [InlineData(WhenInconclusive.Auto)]
    [InlineData(WhenInconclusive.Promote)]
    [InlineData(WhenInconclusive.Rollback)]
    public void A_person_is_asked_where_the_numbers_decide_nothing(WhenInconclusive rule)
    {
        var fleet = new Fleet
        {
            ErrorsPerMinute = 0,
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Inconclusive = rule },
        };
        fleet.Land([1], 0.05, defensive: true);

        fleet.Run(TimeSpan.FromHours(3));

        Assert.Equal("asking", fleet.Story.Last());
    }

    [Theory]
    [InlineData(false, "promoted")]
    [InlineData(true, "baking")]
    public void It_is_canaried_also_where_its_band_needs_no_canary(bool defensive, string word)
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Skip = [Band.Low] },
        };
        fleet.Land([1], 0.05, defensive: defensive);

        fleet.Run(TimeSpan.FromMinutes(2));

        Assert.Contains(word, fleet.Story);
        Assert.Equal(defensive, fleet.Story.Contains("baking"));
    }
}
