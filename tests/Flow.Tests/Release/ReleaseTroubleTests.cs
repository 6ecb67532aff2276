using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>What goes wrong around a canary, and how each ends in a clear state.</summary>
public sealed class ReleaseTroubleTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(3);

    [Fact]
    public void A_source_that_is_dead_holds_the_canary_and_asks_and_never_decides()
    {
        var fleet = new Fleet { Trouble = "the source does not answer" };
        fleet.Badness[fleet.Land(1)[0].Commit] = 9;

        fleet.Run(Long);

        Assert.Equal(["deploying", "baking", "breaker_open", "asking"], fleet.Story);
        Assert.Equal(0, fleet.Ledger.Canary!.Weight);
        var fate = Fate.Of(fleet.Ledger, 1)!;
        Assert.Equal((PullState.Inconclusive, Code.CanaryInvalid), (fate.State, fate.Code));
        Assert.Contains("the source does not answer", fate.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "promoted")]
    [InlineData(9, "regressed")]
    public void A_source_that_comes_back_while_a_person_is_asked_still_decides(double badness, string word)
    {
        var fleet = new Fleet { Trouble = "the source does not answer" };
        fleet.Badness[fleet.Land(1)[0].Commit] = badness;
        fleet.Run(TimeSpan.FromMinutes(62));
        fleet.Trouble = null;

        fleet.Run(TimeSpan.FromMinutes(50));

        Assert.Contains(word, fleet.Story);
    }

    [Theory]
    [InlineData(WhenInconclusive.Auto, Band.Low, "promoted")]
    [InlineData(WhenInconclusive.Auto, Band.High, "asking")]
    [InlineData(WhenInconclusive.Ask, Band.Low, "asking")]
    [InlineData(WhenInconclusive.Promote, Band.High, "promoted")]
    [InlineData(WhenInconclusive.Rollback, Band.Low, "rolled_back")]
    public void Without_events_the_policy_decides_at_the_end_of_the_bake(WhenInconclusive rule, Band band, string word)
    {
        var fleet = new Fleet
        {
            ErrorsPerMinute = 0,
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Inconclusive = rule },
        };
        fleet.Land([1], 0.05, band);

        fleet.Run(Long);

        Assert.Equal(word, fleet.Story.Last());
        Assert.Equal((PullState.Inconclusive, Code.CanaryInconclusive), StateOf(fleet, 1));
        Assert.Empty(fleet.Opened);
    }

    [Fact]
    public void Without_a_metric_nothing_is_called_healthy()
    {
        var fleet = new Fleet { Policy = new CanaryPolicy() };
        fleet.Land(1);

        fleet.Run(Long);

        Assert.Equal("promoted", fleet.Story.Last());
        Assert.Equal((PullState.Inconclusive, Code.CanaryInconclusive), StateOf(fleet, 1));
    }

    [Theory]
    [InlineData(DeploymentState.Failure)]
    [InlineData(DeploymentState.Error)]
    [InlineData(DeploymentState.Inactive)]
    public void A_deployment_that_fails_is_taken_back_and_goes_again_only_with_something_new(DeploymentState state)
    {
        var fleet = new Fleet { Deployer = move => move.Payload.Stage == "canary" ? state : DeploymentState.Success };
        fleet.Land(1);
        fleet.Run(Long);

        Assert.Equal(["deploying", "deploy_failed", "rolled_back"], fleet.Story);
        Assert.Equal((PullState.Inconclusive, Code.CanaryInvalid), StateOf(fleet, 1));
        Assert.Null(fleet.Ledger.Canary);

        fleet.Deployer = _ => DeploymentState.Success;
        fleet.Run(Long);
        Assert.Equal(3, fleet.Journal.Count);
        fleet.Land(2);
        fleet.Run(Long);
        Assert.Equal([1, 2], fleet.Ledger.Past[^1].Pulls.Select(pull => pull.Number));
        Assert.Equal((PullState.Healthy, Code.CanaryHealthy), StateOf(fleet, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(-2)]
    public void A_deployer_that_never_answers_times_out_and_its_deployment_is_closed(int secondsBehind)
    {
        var fleet = new Fleet { Deployer = _ => null, Behind = TimeSpan.FromSeconds(secondsBehind) };
        fleet.Land(1);

        fleet.Run(Long);

        Assert.Equal(["deploying", "deploy_failed"], fleet.Story);
        Assert.Equal(
            [DeploymentState.Pending, DeploymentState.Error],
            fleet.Moves.OfType<EnvironmentMove.Close>().Select(move => move.State)
        );
        Assert.Single(fleet.Deploys);
        Assert.Contains("30 minutes", Fate.Of(fleet.Ledger, 1)!.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Production_that_fails_goes_back_on_both_environments()
    {
        var fleet = new Fleet { Deployer = move => move.Payload.Stage == "production" ? DeploymentState.Failure : DeploymentState.Success };
        fleet.Land(1);

        fleet.Run(Long);

        Assert.Equal(
            [("canary", 0), ("production", 100)],
            fleet.Deploys.Where(move => move.Payload.Stage == "rollback").Select(move => (move.Environment, move.Payload.Weight))
        );
        Assert.Null(fleet.Ledger.LastGood);
    }

    [Fact]
    public void A_way_back_that_fails_is_said_and_the_revert_goes_on()
    {
        var fleet = new Fleet { Deployer = move => move.Payload.Stage == "rollback" ? DeploymentState.Failure : DeploymentState.Success };
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;

        fleet.Run(Long);

        Assert.Contains("rollback_failed", fleet.Story);
        Assert.Contains("by hand", fleet.Ledger.Canary!.Note, StringComparison.Ordinal);
        Assert.Single(fleet.Opened);
    }

    [Fact]
    public void A_revert_is_never_taken_back()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land([1], 0.05, reverts: [77])[0].Commit] = 4;

        fleet.Run(Long);

        Assert.Empty(fleet.Opened);
        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);
        Assert.Contains("itself a revert", fleet.Ledger.Canary.Note, StringComparison.Ordinal);
        Assert.Equal("rollback", fleet.Deploys.Last().Payload.Stage);
    }

    [Fact]
    public void No_more_reverts_are_opened_in_a_day_than_the_policy_allows()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], RevertsPerDay = 1 },
        };
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.Run(Long);
        fleet.Land([901], 0.01, reverts: [1]);
        fleet.Run(Long);
        fleet.Badness[fleet.Land(2)[0].Commit] = 4;
        fleet.Run(Long);

        Assert.Equal([1], fleet.Opened.Select(revert => revert.Pulls[0].Number).Distinct());
        Assert.Null(fleet.Ledger.Canary);

        fleet.Run(TimeSpan.FromHours(24));

        Assert.Equal([1, 2], fleet.Opened.Select(revert => revert.Pulls[0].Number).Distinct());
    }

    [Fact]
    public void After_a_first_canary_that_regressed_the_way_back_is_what_ran_before_it()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.Land(2);
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Reverting });
        var before = fleet.Ledger.Canary!.Previous;
        fleet.Land([3], 0.9, reverts: [1]);
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Baking });

        Assert.Equal(before, fleet.Ledger.Canary!.Previous);
    }

    [Fact]
    public void A_label_against_it_that_is_put_on_while_it_bakes_keeps_the_bot_from_the_revert()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Baking);

        fleet.OptedOut = [1];
        fleet.Run(Long);

        Assert.Empty(fleet.Opened);
        Assert.Contains("no-auto-revert", fleet.Ledger.Canary!.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Only_what_the_policy_names_is_done(bool rollBack, bool revert)
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy
            {
                Metrics = [Fleet.Errors],
                RollBack = rollBack,
                Revert = revert,
            },
        };
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;

        fleet.Run(Long);

        Assert.Equal((rollBack, revert), (fleet.Deploys.Any(move => move.Payload.Stage == "rollback"), fleet.Opened.Any()));
        Assert.Equal(PullState.Regressed, Fate.Of(fleet.Ledger, 1)!.State);
    }

    private static (PullState, Code) StateOf(Fleet fleet, int number) =>
        Fate.Of(fleet.Ledger, number) is { } fate ? (fate.State, fate.Code) : default;
}
