using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

public sealed class BreakerTests
{
    [Fact]
    public void Three_deployments_that_fail_in_a_row_stop_the_next_and_say_the_way_out_once()
    {
        var fleet = Broken();

        Assert.Equal((BreakerKind.Deploys, BreakerState.Open), (Only(fleet).Kind, Only(fleet).State));
        Assert.Single(fleet.Moves.OfType<EnvironmentMove.PutIssue>(), move => move is { Kind: BreakerKind.Deploys, Open: true });
        fleet.Land(4);
        fleet.Turn();
        Assert.Null(fleet.Ledger.Canary);
        Assert.Contains("three deployments failed in a row", fleet.Ledger.Held, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_that_fail_stop_nobody()
    {
        var fleet = new Fleet { Deployer = _ => DeploymentState.Failure };
        Fail(fleet, 1);
        Fail(fleet, 2);

        Assert.Empty(fleet.Ledger.Breakers);
    }

    [Fact]
    public void A_success_between_begins_the_count_anew()
    {
        var fleet = new Fleet { Deployer = _ => DeploymentState.Failure, ErrorsPerMinute = 4000 };
        Fail(fleet, 1);
        Fail(fleet, 2);
        fleet.Deployer = _ => DeploymentState.Success;
        fleet.Land(3);
        fleet.RunUntil(() => fleet.Ledger.Past.Any(canary => canary.End == CanaryEnd.Promoted));
        fleet.Deployer = _ => DeploymentState.Failure;
        Fail(fleet, 4);

        Assert.Empty(fleet.Ledger.Breakers);
    }

    [Fact]
    public void After_half_an_hour_one_small_batch_is_tried_and_its_success_closes_it()
    {
        var fleet = Broken();
        fleet.Deployer = _ => DeploymentState.Success;
        fleet.Land(4);
        fleet.Land(5);
        fleet.RunUntil(() => fleet.Ledger.Canary is not null);

        Assert.InRange((fleet.Now - fleet.Ledger.Past[^1].Ended!.Value).TotalMinutes, 30, 32);
        Assert.Equal([1], fleet.Ledger.Canary!.Pulls.Select(pull => pull.Number));
        fleet.RunUntil(() => fleet.Ledger.Breakers.Count == 0);
        fleet.Turn();
        Assert.Single(fleet.Moves.OfType<EnvironmentMove.PutIssue>(), move => !move.Open);
        Assert.Contains("breaker_closed", fleet.Story);
    }

    [Fact]
    public void Each_try_that_fails_waits_twice_as_long()
    {
        var fleet = Broken();
        fleet.Land(4);
        fleet.RunUntil(() => fleet.Ledger.Breakers is [{ Trips: 2 }]);

        Assert.Equal(TimeSpan.FromHours(1), Only(fleet).TryAt - Only(fleet).Since);
    }

    [Fact]
    public void A_revert_goes_through_an_open_breaker()
    {
        var fleet = Broken();
        fleet.Deployer = _ => DeploymentState.Success;
        fleet.Land([4], 0.01, reverts: [1]);
        fleet.Turn();

        Assert.NotNull(fleet.Ledger.Canary);
        Assert.Single(fleet.Ledger.Breakers);

        fleet.RunUntil(() => fleet.Ledger.Canary!.BakingSince is not null);
        Assert.Empty(fleet.Ledger.Breakers);
    }

    [Fact]
    public void A_policy_that_asks_no_source_any_more_leaves_nothing_to_wait_for()
    {
        var fleet = Blind(new CanaryPolicy { Metrics = [Fleet.Errors] });
        Assert.Equal(BreakerKind.Metrics, Only(fleet).Kind);

        fleet.Policy = new CanaryPolicy { Metrics = [new CanaryMetric("smoke", "", "", "", "", "") { Check = "smoke" }] };
        fleet.Traffic = [];
        fleet.Turn();

        Assert.Empty(fleet.Ledger.Breakers);
        Assert.Null(fleet.Ledger.Blind);
    }

    [Fact]
    public void Somebody_who_repaired_it_lets_it_go_on()
    {
        var fleet = Broken();
        fleet.Land(4);
        fleet.Wait(TimeSpan.FromMinutes(1));
        fleet.Resumed = fleet.Now;
        fleet.Turn();

        Assert.Empty(fleet.Ledger.Breakers);
        Assert.NotNull(fleet.Ledger.Canary);
    }

    [Fact]
    public void A_source_that_is_silent_for_ten_minutes_holds_what_comes_next_and_rolls_nothing_back()
    {
        var fleet = new Fleet { ErrorsPerMinute = 4000 };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Baking });
        fleet.Trouble = "the source 'prod' answered 503";
        fleet.RunUntil(() => fleet.Ledger.Breakers.Count > 0);

        Assert.Equal(BreakerKind.Metrics, Only(fleet).Kind);
        Assert.Equal(CanaryPhase.Baking, fleet.Ledger.Canary!.Phase);
        Assert.DoesNotContain("rolling_back", fleet.Story);
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Asking });
        fleet.Trouble = null;
        fleet.RunUntil(() => fleet.Ledger.Past.Count > 0);
        Assert.Empty(fleet.Ledger.Breakers);
        Assert.Equal(CanaryEnd.Promoted, fleet.Ledger.Past[0].End);
    }

    [Fact]
    public void Counts_that_are_handed_in_for_a_canary_alone_are_waited_for_by_a_canary()
    {
        var fleet = Blind(new CanaryPolicy { Metrics = [Fleet.Errors with { Source = CanaryMetric.Pushed }] });
        fleet.Land(2);
        fleet.Turn();
        Assert.Null(fleet.Ledger.Canary);

        fleet.RunUntil(() => Only(fleet).Trips == 2);
        Assert.Equal(TimeSpan.FromHours(1), Only(fleet).TryAt - Only(fleet).Since);
        fleet.Say(CanaryAsk.Promote, 2);
        fleet.RunUntil(() => fleet.Ledger.Past.Count == 2);

        fleet.Trouble = null;
        fleet.Land(3);
        fleet.RunUntil(() => fleet.Ledger.Past.Count == 3);
        Assert.Empty(fleet.Ledger.Breakers);
    }

    [Theory]
    [InlineData("prod")]
    [InlineData(CanaryMetric.Pushed)]
    public void Whoever_lets_it_go_on_without_metrics_has_the_next_canary_at_once(string source)
    {
        var fleet = Blind(new CanaryPolicy { Metrics = [Fleet.Errors with { Source = source }] });
        fleet.Land(2);
        fleet.Wait(TimeSpan.FromMinutes(1));
        fleet.Resumed = fleet.Now;

        fleet.Turn();

        Assert.Empty(fleet.Ledger.Breakers);
        Assert.NotNull(fleet.Ledger.Canary);
        fleet.RunUntil(() => fleet.Ledger.Breakers.Count > 0);
        Assert.True(fleet.Now - fleet.Resumed >= TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void As_many_reverts_as_a_day_allows_stop_the_rest_until_a_day_has_gone_by()
    {
        var fleet = new Fleet(ledger: EnvironmentLedger.New with { RevertsOpened = [Before(20), Before(3), Before(2), Before(1)] });
        fleet.Land(1);
        fleet.Turn();

        Assert.Equal(BreakerKind.Reverts, Only(fleet).Kind);
        Assert.Null(fleet.Ledger.Canary);
        Assert.Equal(Before(20).AddDays(1), Only(fleet).TryAt);
        fleet.RunUntil(() => fleet.Ledger.Past.Count > 0);
        Assert.True(fleet.Now > Before(20).AddDays(1));
        fleet.Turn();
        Assert.Empty(fleet.Ledger.Breakers);
    }

    [Fact]
    public void Without_reverts_of_its_own_it_has_no_limit_to_reach()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], RevertsPerDay = 0 },
        };
        fleet.Land(1);
        fleet.Turn();

        Assert.NotNull(fleet.Ledger.Canary);
    }

    [Fact]
    public void What_a_person_takes_off_while_one_batch_is_tried_goes_again_only_with_what_lands_next()
    {
        var ledger = EnvironmentLedger.New with
        {
            Breakers = [new Breaker(BreakerKind.Reverts, BreakerState.HalfOpen, Before(1), 1, null)],
        };
        var fleet = new Fleet(ledger: ledger);
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Baking);
        fleet.Say(CanaryAsk.Rollback, 1);
        fleet.Run(TimeSpan.FromHours(2));

        Assert.Equal(CanaryEnd.RolledBack, Assert.Single(fleet.Ledger.Past).End);
        Assert.Null(fleet.Ledger.Canary);
        Assert.Equal(0, fleet.Ledger.Undeployed);

        fleet.Land(2);
        Assert.Equal(1, fleet.Turn().Next.Canary!.Pulls[0].Number);
        Assert.Equal(1, fleet.Ledger.Undeployed);
    }

    [Fact]
    public void A_silence_that_ended_with_its_canary_opens_nothing_another_day()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors with { Source = CanaryMetric.Pushed }] },
            Trouble = "nothing is told",
        };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Blind is not null);
        fleet.Say(CanaryAsk.Rollback, 1);
        fleet.RunUntil(() => fleet.Ledger.Past.Count > 0);

        fleet.Trouble = null;
        fleet.Wait(TimeSpan.FromDays(1));
        fleet.Land(2);
        fleet.Turn();

        Assert.Empty(fleet.Ledger.Breakers);
        Assert.NotNull(fleet.Ledger.Canary);
    }

    [Fact]
    public void A_source_that_failed_once_before_a_long_deployment_opens_nothing()
    {
        var fleet = new Fleet { Deployer = _ => null, Traffic = [new MetricTraffic("errors", null, "503")] };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary is { Foresight: not null });
        fleet.Traffic = [];
        fleet.Run(TimeSpan.FromMinutes(20));

        Assert.Empty(fleet.Ledger.Breakers);
        Assert.Equal(CanaryPhase.Deploying, fleet.Ledger.Canary!.Phase);
    }

    private static DateTimeOffset Before(int hours) => new Fleet().Now.AddHours(-hours);

    private static Breaker Only(Fleet fleet) => Assert.Single(fleet.Ledger.Breakers);

    /// <summary>Nothing can be read, and a person promoted what was on the canary all the same.</summary>
    private static Fleet Blind(CanaryPolicy policy)
    {
        var fleet = new Fleet { Policy = policy, Trouble = "nothing is told" };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Breakers.Count > 0);
        fleet.Say(CanaryAsk.Promote, 1);
        fleet.RunUntil(() => fleet.Ledger.Past.Count > 0);
        fleet.Traffic = policy
            .Metrics.Where(metric => !metric.IsPushed)
            .Select(metric => new MetricTraffic(metric.Name, null, "503"))
            .ToRow();
        Assert.Equal(BreakerKind.Metrics, Only(fleet).Kind);
        return fleet;
    }

    private static Fleet Broken()
    {
        var fleet = new Fleet { Deployer = _ => DeploymentState.Failure };
        Fail(fleet, 1);
        Fail(fleet, 2);
        Fail(fleet, 3);
        fleet.Turn();
        return fleet;
    }

    private static void Fail(Fleet fleet, int number)
    {
        var past = fleet.Ledger.Past.Count;
        fleet.Land(number);
        fleet.RunUntil(() => fleet.Ledger.Past.Count > past);
    }
}
