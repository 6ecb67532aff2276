using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>People take a canary into their own hands.</summary>
public sealed class SteeringTests
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_canary_that_bakes_is_promoted_by_hand_and_its_receipt_is_kept()
    {
        var fleet = Baking();
        fleet.Say(CanaryAsk.Promote, 1);

        fleet.Run(Minutes);

        Assert.Equal(CanaryEnd.Promoted, Assert.Single(fleet.Ledger.Past).End);
        Assert.Equal("cy promoted it", fleet.Ledger.Past[0].Note);
        Assert.Single(fleet.Journal, line => line.Kind == Receipts.Kind);
    }

    [Fact]
    public void It_is_taken_off_by_hand_without_a_revert_and_goes_again_with_what_lands_next()
    {
        var fleet = Baking();
        fleet.Say(CanaryAsk.Rollback, 1);

        fleet.Run(Minutes);

        Assert.Equal(["rolling_back", "rolled_back"], fleet.Story.TakeLast(2));
        Assert.Empty(fleet.Opened);
        fleet.Land(2);
        fleet.Turn();
        Assert.Equal([1, 2], fleet.Ledger.Canary!.Pulls.Select(pull => pull.Number));
    }

    [Fact]
    public void A_rollback_does_not_wait_for_the_deployment_and_a_promotion_does()
    {
        var fleet = new Fleet { Deployer = _ => null };
        fleet.Land(1);
        fleet.Turn();
        fleet.Say(CanaryAsk.Promote, 1);
        fleet.Turn();
        Assert.Equal(["deploying"], fleet.Story);

        fleet.Orders.Clear();
        fleet.Say(CanaryAsk.Rollback, 1);
        fleet.Turn();

        Assert.Equal("rolling_back", fleet.Story.Last());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void On_its_way_to_production_it_is_taken_off_there_too_and_nothing_else_is_heeded(bool judged)
    {
        var fleet = new Fleet
        {
            Deployer = move => move.Payload.Stage == "production" ? null : DeploymentState.Success,
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Skip = judged ? [] : [Band.Low] },
            ErrorsPerMinute = 4000,
        };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Promoting });
        fleet.Say(CanaryAsk.Extend, 1);
        fleet.Turn();
        Assert.DoesNotContain("extended", fleet.Story);

        fleet.Say(CanaryAsk.Rollback, 1);
        fleet.Turn();
        Assert.Equal("rolling_back", fleet.Story.Last());

        fleet.RunUntil(() => fleet.Ledger.Past.Count > 0);
        Assert.Equal(CanaryEnd.RolledBack, fleet.Ledger.Past[0].End);
        Assert.Equal(
            ["canary", "production"],
            fleet.Deploys.Where(move => move.Payload.Stage == "rollback").Select(move => move.Environment).Distinct()
        );
        Assert.Empty(fleet.Opened);
    }

    [Fact]
    public void Extended_it_bakes_for_another_longest_bake_also_after_a_person_was_asked()
    {
        var fleet = new Fleet
        {
            ErrorsPerMinute = 0.3,
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Inconclusive = WhenInconclusive.Ask },
        };
        fleet.Land(1);
        fleet.Run(TimeSpan.FromMinutes(70));
        Assert.Equal("asking", fleet.Story.Last());

        fleet.Say(CanaryAsk.Extend, 1);
        fleet.Run(TimeSpan.FromMinutes(40));
        Assert.Equal(["asking", "extended"], fleet.Story.SkipWhile(kind => kind != "asking"));

        fleet.Run(TimeSpan.FromMinutes(30));
        Assert.Equal(["asking", "extended", "asking"], fleet.Story.SkipWhile(kind => kind != "asking"));
    }

    [Fact]
    public void Extended_hours_after_the_question_it_bakes_for_another_longest_bake_from_then_on()
    {
        var fleet = new Fleet
        {
            ErrorsPerMinute = 0.05,
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Inconclusive = WhenInconclusive.Ask },
        };
        fleet.Land(1);
        fleet.Run(TimeSpan.FromHours(6));
        Assert.Equal("asking", fleet.Story.Last());

        fleet.Say(CanaryAsk.Extend, 1);
        fleet.Run(TimeSpan.FromMinutes(55));
        Assert.Equal(["asking", "extended"], fleet.Story.SkipWhile(kind => kind != "asking"));

        fleet.Run(TimeSpan.FromMinutes(10));
        Assert.Equal("asking", fleet.Story.Last());
    }

    [Fact]
    public void A_word_is_heeded_once_and_one_that_was_said_of_an_earlier_canary_never()
    {
        var fleet = Baking();
        fleet.Say(CanaryAsk.Extend, 1);
        fleet.Run(Minutes);
        Assert.Single(fleet.Story, kind => kind == "extended");
        fleet.Say(CanaryAsk.Rollback, 1);
        fleet.Run(Minutes);

        fleet.Land(2);
        fleet.Run(Minutes);

        Assert.Single(fleet.Story, kind => kind == "rolling_back");
        Assert.Equal(CanaryPhase.Baking, fleet.Ledger.Canary!.Phase);
    }

    [Fact]
    public void A_word_takes_nothing_off_twice_where_GitHubs_clock_is_ahead()
    {
        var fleet = Baking();
        fleet.Orders.Add(new CanaryOrder("production", 1, CanaryAsk.Rollback, 700, new Actor(9, "cy"), fleet.Now.AddMinutes(10)));
        fleet.RunUntil(() => fleet.Ledger.Past.Count > 0);

        fleet.Land(2);
        fleet.Run(TimeSpan.FromMinutes(5));

        Assert.Single(fleet.Story, kind => kind == "rolling_back");
        Assert.Equal(CanaryPhase.Baking, fleet.Ledger.Canary!.Phase);
    }

    [Fact]
    public void Nobody_promotes_what_regressed()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 10;
        fleet.Run(TimeSpan.FromMinutes(20));
        fleet.Say(CanaryAsk.Promote, 1);

        fleet.Run(Minutes);

        Assert.DoesNotContain("promoting", fleet.Story);
        Assert.NotNull(fleet.Ledger.Poison);
    }

    [Theory]
    [InlineData(CanaryAsk.Promote)]
    [InlineData(CanaryAsk.Rollback)]
    public void What_is_said_in_the_look_that_judges_it_regressed_comes_too_late(CanaryAsk ask)
    {
        var fleet = Baking(1, 2);
        fleet.Badness[Fleet.Commit(2)] = 10;
        fleet.Wait(TimeSpan.FromMinutes(20));
        fleet.Say(ask, 1);

        fleet.Turn();

        Assert.Contains("regressed", fleet.Story);
        Assert.NotNull(fleet.Ledger.Poison);
        fleet.Run(TimeSpan.FromHours(12));
        Assert.DoesNotContain(fleet.Deploys, move => move.Environment == "production");
        Assert.Equal([2], Assert.Single(fleet.Opened).Pulls.Select(pull => pull.Number));
    }

    [Fact]
    public void Where_the_judge_only_watches_a_promotion_is_heeded_whatever_it_says()
    {
        var fleet = Baking(1);
        fleet.Policy = fleet.Policy with { Mode = CanaryMode.Shadow };
        fleet.Badness[Fleet.Commit(1)] = 10;
        fleet.Wait(TimeSpan.FromMinutes(20));
        fleet.Say(CanaryAsk.Promote, 1);

        fleet.Turn();

        Assert.Equal(Verdict.Regressed, fleet.Ledger.Canary!.Verdict!.Verdict);
        Assert.Equal("promoting", fleet.Story.Last());
    }

    [Theory]
    [InlineData("rolling_back", CanaryAsk.Promote, CanaryAsk.Rollback)]
    [InlineData("rolling_back", CanaryAsk.Rollback, CanaryAsk.Promote)]
    [InlineData("extended", CanaryAsk.Promote, CanaryAsk.Extend)]
    [InlineData("promoting", CanaryAsk.Extend, CanaryAsk.Promote)]
    public void Of_words_on_several_pulls_a_rollback_wins_and_then_the_newest(string then, CanaryAsk first, CanaryAsk second)
    {
        var fleet = Baking(1, 2);
        fleet.Say(first, 1);
        fleet.Say(second, 2);

        fleet.Turn();

        Assert.Equal(then, fleet.Story.Last());
        Assert.Equal(701, fleet.Ledger.Canary!.Heeded);
    }

    [Fact]
    public void Nobody_promotes_a_canary_that_holds_their_own_by_a_word_on_another_pull()
    {
        var fleet = Baking(1, 2);
        Assert.Equal(["ada"], Fate.Of(fleet.Ledger, 2)!.Authors);
        fleet.Say(CanaryAsk.Promote, 2, by: "Ada");

        fleet.Turn();

        Assert.Equal(CanaryPhase.Baking, fleet.Ledger.Canary!.Phase);
    }

    private static Fleet Baking() => Baking(1);

    private static Fleet Baking(params int[] pulls)
    {
        var fleet = new Fleet();
        fleet.Land(pulls);
        fleet.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(CanaryPhase.Baking, fleet.Ledger.Canary!.Phase);
        return fleet;
    }
}
