using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

public sealed class EnvironmentDeciderTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(3);

    [Fact]
    public void Nothing_landed_nothing_happens()
    {
        var plan = new Fleet().Turn();

        Assert.Equal((EnvironmentLedger.New, 0, null), (plan.Next, plan.Moves.Count, plan.WakeAt));
    }

    [Fact]
    public void A_healthy_canary_goes_to_production()
    {
        var fleet = new Fleet();
        var pull = fleet.Land(1)[0];

        fleet.Run(Long);

        Assert.Equal(pull.Tip, fleet.Ledger.LastGood);
        Assert.Equal(["deploying", "baking", "widened", "baking", "widened", "baking", "promoting", "promoted"], fleet.Story);
        Assert.Equal(
            [("canary", 5), ("canary", 25), ("canary", 50), ("production", 100)],
            fleet.Deploys.Select(move => (move.Environment, move.Payload.Weight))
        );
        Assert.All(fleet.Deploys, move => Assert.Equal((pull.Tip, pull.Before), (move.Sha, move.Payload.PreviousSha)));
        Assert.Equal((PullState.Healthy, Code.CanaryHealthy), StateOf(fleet, 1));
        Assert.Null(fleet.Turn().WakeAt);
    }

    [Fact]
    public void A_regressed_canary_is_rolled_back_at_the_verdict_and_one_revert_is_opened()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 10;

        fleet.Run(Long);

        Assert.Equal(["deploying", "baking", "regressed", "named", "rolled_back", "revert_opened"], fleet.Story);
        var plan = fleet.Moves.Where(move => move is not EnvironmentMove.Close).TakeLast(2).ToList();
        Assert.Equal(
            ("rollback", "canary", Fleet.Commit(0)),
            plan[0] is EnvironmentMove.Deploy back ? (back.Payload.Stage, back.Environment, back.Sha) : default
        );
        var revert = Assert.Single(fleet.Opened);
        Assert.Equal(
            ("Revert \"Change 1\" (#1)", "sluice/revert/" + Fleet.Commit(1).Short, true),
            (revert.Title, revert.Branch, revert.Certain)
        );
        Assert.DoesNotContain(fleet.Deploys, move => move.Environment == "production");
        var fate = Fate.Of(fleet.Ledger, 1)!;
        Assert.Equal((PullState.Regressed, Code.CanaryRegressed, 901, false), (fate.State, fate.Code, fate.RevertPull, fate.Innocent));
        Assert.InRange(fate.Confidence!.Value, 0.95, 1);
    }

    [Fact]
    public void A_canary_that_turns_bad_while_a_wider_weight_is_deployed_is_rolled_back_then()
    {
        var fleet = new Fleet { Deployer = move => move.Payload.Weight == 25 ? null : DeploymentState.Success };
        var pull = fleet.Land(1)[0];
        fleet.RunUntil(() => fleet.Story.Contains("widened"));
        var widened = fleet.Now;
        fleet.Badness[pull.Commit] = 10;

        fleet.RunUntil(() => fleet.Story.Contains("regressed"));

        Assert.True(fleet.Now - widened < TimeSpan.FromMinutes(20), $"{fleet.Now - widened}");
        fleet.RunUntil(() => fleet.Story.Contains("revert_opened"));
        Assert.Equal(["deploying", "baking", "widened", "regressed", "named", "rolled_back", "revert_opened"], fleet.Story);
        Assert.Equal(DeploymentState.Inactive, fleet.Seen().Deployments.Single(row => row.Payload!.Weight == 25).State);
    }

    [Fact]
    public void But_a_wider_weight_that_a_deployer_is_at_is_waited_for()
    {
        var fleet = new Fleet { Deployer = move => move.Payload.Weight == 25 ? DeploymentState.InProgress : DeploymentState.Success };
        var pull = fleet.Land(1)[0];
        fleet.RunUntil(() => fleet.Story.Contains("widened"));
        fleet.Badness[pull.Commit] = 10;

        fleet.Run(TimeSpan.FromMinutes(25));
        Assert.Equal(["deploying", "baking", "widened"], fleet.Story);

        fleet.RunUntil(() => fleet.Story.Contains("rolled_back"));
        Assert.Equal(["deploying", "baking", "widened", "deploy_failed", "rolled_back"], fleet.Story.Take(5));
    }

    [Fact]
    public void Nothing_is_deployed_until_the_revert_landed_and_then_all_of_it()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 10;
        fleet.Run(Long);
        fleet.Land(2);
        fleet.Run(Long);
        Assert.Equal(2, fleet.Deploys.Count());

        var revert = fleet.Land([901], 0.01, reverts: [1])[0];
        fleet.Run(Long);

        Assert.Contains("unlocked", fleet.Story);
        Assert.Equal(revert.Tip, fleet.Ledger.LastGood);
        Assert.Equal([2, 901], fleet.Ledger.Past[^1].Pulls.Select(pull => pull.Number));
        Assert.Equal((PullState.Reverted, Code.Reverted), StateOf(fleet, 1));
        Assert.Equal((PullState.Healthy, Code.CanaryHealthy), StateOf(fleet, 2));
        Assert.Null(fleet.Ledger.Poison);
    }

    [Fact]
    public void What_lands_meanwhile_waits_and_goes_together_up_to_the_limit_and_no_push_is_torn()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], MaxPulls = 4 },
        };
        fleet.Land(1);
        fleet.Turn();
        fleet.Land(2, 3);
        fleet.Land(4);
        fleet.Land(5, 6);
        fleet.Run(Long);

        Assert.Equal(["1", "2,3,4", "5,6"], fleet.Ledger.Past.Select(canary => string.Join(',', canary.Pulls.Select(pull => pull.Number))));
    }

    [Fact]
    public void A_push_larger_than_the_limit_goes_whole()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], MaxPulls = 2 },
        };
        fleet.Land(1, 2, 3);
        fleet.Turn();

        Assert.Equal(3, fleet.Ledger.Canary!.Pulls.Count);
    }

    [Fact]
    public void A_new_landing_never_restarts_a_canary_and_only_a_revert_goes_before_it()
    {
        var fleet = new Fleet();
        fleet.Land(1);
        fleet.Run(TimeSpan.FromMinutes(2));
        var first = fleet.Ledger.Canary!.Id;
        fleet.Land(2);
        fleet.Run(TimeSpan.FromMinutes(2));
        Assert.Equal(first, fleet.Ledger.Canary!.Id);

        fleet.Land([3], 0.01, reverts: [1]);
        fleet.Turn();

        Assert.Equal(CanaryEnd.Superseded, Assert.Single(fleet.Ledger.Past).End);
        Assert.Equal([1, 2, 3], fleet.Ledger.Canary!.Pulls.Select(pull => pull.Number));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(DeploymentState.InProgress)]
    public void A_revert_waits_minutes_for_a_deployer_that_is_silent_and_to_the_end_for_one_at_work(DeploymentState? answer)
    {
        var fleet = new Fleet { Deployer = _ => answer };
        fleet.Land(1);
        fleet.Turn();
        var first = fleet.Ledger.Canary!.Id;
        fleet.Land([2], 0.01, reverts: [1]);
        fleet.Run(TimeSpan.FromMinutes(4));
        Assert.Equal(first, fleet.Ledger.Canary!.Id);

        fleet.Run(TimeSpan.FromMinutes(2));
        Assert.Equal(answer is null, first != fleet.Ledger.Canary!.Id);
        Assert.Equal(answer is null, fleet.Ledger.Past.Any(past => past.Id == first && past.End == CanaryEnd.Superseded));
        Assert.Equal(answer is null, fleet.Ledger.Canary.Pulls.Any(pull => pull.Number == 2));
    }

    [Fact]
    public void A_band_that_needs_no_canary_goes_to_production_at_once()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Skip = [Band.Low] },
        };
        fleet.Land([1], 0.01, Band.Low);
        fleet.Run(Long);
        fleet.Land([2], 0.01, Band.Medium);
        fleet.Turn();

        Assert.Equal(["production", "canary"], fleet.Deploys.Select(move => move.Environment));
        Assert.Equal((PullState.Healthy, Code.CanaryHealthy), StateOf(fleet, 1));
    }

    [Fact]
    public void The_shadow_judges_and_says_and_goes_on()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Mode = CanaryMode.Shadow },
        };
        var pull = fleet.Land(1)[0];
        fleet.Badness[pull.Commit] = 5;
        fleet.Run(Long);

        Assert.Equal(pull.Tip, fleet.Ledger.LastGood);
        Assert.Empty(fleet.Opened);
        Assert.Equal((PullState.Regressed, Code.CanaryRegressed), StateOf(fleet, 1));
        Assert.Contains("mode: shadow", Fate.Of(fleet.Ledger, 1)!.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "promoting")]
    [InlineData(6, "regressed")]
    public void After_a_long_silence_it_catches_up_before_it_decides_for_want_of_data(double badness, string word)
    {
        var fleet = new Fleet { PerLook = 3, ErrorsPerMinute = 12 };
        fleet.Badness[fleet.Land(1)[0].Commit] = badness;
        fleet.Run(TimeSpan.FromSeconds(5));
        fleet.Wait(TimeSpan.FromHours(2));

        fleet.Run(TimeSpan.FromMinutes(5));

        Assert.Equal(["deploying", "baking", word], fleet.Story.Take(3));
        Assert.DoesNotContain("too little", fleet.Journal[2].Says, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Ids_of_deployments_say_what_they_are_and_never_repeat()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.Run(Long);
        fleet.Land([2], 0.01, reverts: [1]);
        fleet.Run(Long);

        var ids = fleet.Deploys.Select(move => (move.Environment, move.Payload.Id)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(fleet.Deploys, move => Assert.InRange(move.Description.Length, 1, 140));
    }

    [Fact]
    public void A_move_that_was_lost_is_made_by_a_later_look()
    {
        var fleet = new Fleet();
        fleet.Land(1);
        var lost = EnvironmentDecider.Decide(fleet.Seen());

        var again = EnvironmentDecider.Decide(fleet.Seen() with { Ledger = lost.Next, Landed = [] });

        Assert.Equal((lost.Next, lost.Moves, 0), (again.Next, again.Moves, again.Journal.Count));
    }

    [Fact]
    public void A_pull_that_landed_twice_shares_no_canary_with_itself()
    {
        var fleet = new Fleet();
        fleet.Land(8, 9);
        fleet.Land(8);
        fleet.Run(Long);

        Assert.Equal(
            [
                [8, 9],
                [8],
            ],
            fleet.Ledger.Past.Select(canary => canary.Pulls.Select(pull => pull.Number))
        );
    }

    private static (PullState, Code) StateOf(Fleet fleet, int number) =>
        Fate.Of(fleet.Ledger, number) is { } fate ? (fate.State, fate.Code) : default;
}
