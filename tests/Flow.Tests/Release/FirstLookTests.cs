using Sluice.Flow.Policies;
using Sluice.Flow.Release;

namespace Sluice.Flow.Tests.Release;

/// <summary>An environment that is new to the bot, and a policy that changes under a canary.</summary>
public sealed class FirstLookTests
{
    [Fact]
    public void A_new_environment_does_not_deploy_history()
    {
        var fleet = new Fleet();
        for (var number = 1; number <= 40; number++)
        {
            fleet.Land(number);
            fleet.Wait(TimeSpan.FromHours(5));
        }

        var newest = fleet.Land(41, 42);
        fleet.Wait(TimeSpan.FromHours(5));
        fleet.Turn();

        Assert.Equal([41, 42], fleet.Ledger.Canary!.Pulls.Select(pull => pull.Number));
        Assert.Equal(newest[0].Tip, Assert.Single(fleet.Deploys).Sha);
        Assert.Equal((newest[0].Seq, 0), (fleet.Ledger.Cursor, fleet.Ledger.Waiting.Count));
    }

    [Fact]
    public void What_landed_shortly_before_the_first_look_is_part_of_the_first_canary()
    {
        var fleet = new Fleet();
        fleet.Land(1);
        fleet.Wait(TimeSpan.FromHours(5));
        fleet.Land(2);
        fleet.Wait(TimeSpan.FromMinutes(5));
        var newest = fleet.Land(3);
        fleet.Wait(TimeSpan.FromMinutes(5));
        fleet.Turn();

        Assert.Equal([2, 3], fleet.Ledger.Canary!.Pulls.Select(pull => pull.Number));
        Assert.Equal(newest[0].Tip, fleet.Ledger.Canary.Sha);
    }

    [Fact]
    public void Later_nothing_is_lost_however_long_the_bot_was_away()
    {
        var fleet = new Fleet();
        fleet.Land(1);
        fleet.Run(TimeSpan.FromHours(3));
        fleet.Land(2);
        fleet.Wait(TimeSpan.FromDays(2));
        fleet.Land(3);
        fleet.Turn();

        Assert.Equal([2, 3], fleet.Ledger.Canary!.Pulls.Select(pull => pull.Number));
    }

    [Fact]
    public void What_landed_while_nothing_was_deployed_from_here_goes_as_the_base_stands()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], MaxPulls = 2 },
        };
        fleet.Land(1);
        fleet.Run(TimeSpan.FromHours(3));
        foreach (var number in Enumerable.Range(2, 5))
        {
            fleet.Land(number);
            fleet.Wait(TimeSpan.FromDays(2));
        }

        var newest = fleet.Land(7);
        fleet.Turn();

        Assert.Equal(newest[0].Tip, fleet.Ledger.Canary!.Sha);
        Assert.Equal([2, 3, 4, 5, 6, 7], fleet.Ledger.Canary.Pulls.Select(pull => pull.Number));
    }

    [Fact]
    public void Weights_that_are_taken_out_of_the_policy_in_mid_canary_do_not_stop_it()
    {
        var fleet = new Fleet();
        fleet.Land(1);
        for (var turns = 0; fleet.Ledger.Canary is not { Weight: 2, Phase: CanaryPhase.Deploying }; turns++)
        {
            Assert.True(turns < 500, "it never gets to its last weight");
            fleet.Wait(TimeSpan.FromSeconds(30));
            fleet.Turn();
        }

        fleet.Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Weights = [5] };
        fleet.Run(TimeSpan.FromHours(3));

        Assert.Equal("promoted", fleet.Story.Last());
    }
}
