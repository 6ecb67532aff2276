using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>What people say to a canary.</summary>
public sealed class OrderingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(12);

    [Fact]
    public void Who_is_named_by_a_person_while_a_canary_runs_is_rolled_back_at_once_and_reverted_alone()
    {
        var fleet = new Fleet();
        fleet.Land(1, 2, 3);
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Baking);

        fleet.Say(CanaryAsk.Revert, 2);
        fleet.Run(TimeSpan.FromMinutes(5));

        var revert = Assert.Single(fleet.Opened);
        Assert.Equal((2, true), (Assert.Single(revert.Pulls).Number, revert.Certain));
        Assert.Equal("rollback", fleet.Deploys.Last().Payload.Stage);
        Assert.True(Fate.Of(fleet.Ledger, 1)!.Innocent);
    }

    [Fact]
    public void Who_is_named_by_a_person_ends_the_search_even_where_no_revert_is_opened_by_itself()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy
            {
                Metrics = [Fleet.Errors],
                RevertsPerDay = 0,
                Culprit = WhenUnclear.Ask,
            },
        };
        fleet.Badness[fleet.Land(1, 2, 3)[1].Commit] = 4;
        fleet.Run(Long);
        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);

        fleet.Say(CanaryAsk.Revert, 2);
        fleet.Run(Long);
        fleet.Land([901], 0.01, reverts: [2]);
        fleet.Run(Long);

        Assert.Equal([2], Assert.Single(fleet.Opened).Pulls.Select(pull => pull.Number));
        Assert.Equal([1, 3, 901], fleet.Ledger.Past[^1].Pulls.Select(pull => pull.Number));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_is_named_after_another_is_reverted_though_the_revert_of_that_one_is_there(bool closed)
    {
        var fleet = new Fleet();
        fleet.Land(1, 2, 3);
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Baking);
        fleet.Say(CanaryAsk.Revert, 2);
        fleet.Run(Long);
        if (closed)
        {
            fleet.Reverts[0] = fleet.Reverts[0] with { Open = false };
            fleet.Run(Long);
        }

        fleet.Say(CanaryAsk.Revert, 3);
        fleet.Run(Long);

        Assert.Equal([2, 3], fleet.Opened.Select(revert => Assert.Single(revert.Pulls).Number));
        Assert.Equal(fleet.Reverts[1].Number, Fate.Of(fleet.Ledger, 3)!.RevertPull);
        fleet.Land([902], 0.01, reverts: [3]);
        fleet.Run(Long);
        Assert.Null(fleet.Ledger.Poison);
    }

    [Fact]
    public void A_pull_that_landed_twice_is_answered_by_the_revert_of_both_its_landings()
    {
        var fleet = new Fleet();
        fleet.Land(1, 2);
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Baking);
        fleet.Say(CanaryAsk.Revert, 2);
        fleet.RunUntil(() => fleet.Reverts.Count > 0);
        fleet.Reverts[0] = fleet.Reverts[0] with { Pulls = [2, 2] };
        fleet.Run(Long);

        Assert.Single(fleet.Reverts);
        Assert.Equal(fleet.Reverts[0].Number, Fate.Of(fleet.Ledger, 2)!.RevertPull);
    }

    [Fact]
    public void A_regressed_canary_goes_again_or_goes_through_when_people_say_so()
    {
        var policy = new CanaryPolicy { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Ask };
        var again = new Fleet { Policy = policy };
        again.Badness[again.Land(1, 2)[1].Commit] = 4;
        again.Run(Long);
        again.Badness.Clear();
        again.Say(CanaryAsk.Extend, 1);
        again.Run(Long);
        Assert.Equal(PullState.Healthy, Fate.Of(again.Ledger, 2)!.State);
        Assert.DoesNotContain("extended", again.Story);

        var through = new Fleet { Policy = policy };
        through.Badness[through.Land(1, 2)[1].Commit] = 4;
        through.Run(Long);
        through.Say(CanaryAsk.Promote, 1);
        through.Run(Long);
        Assert.Equal(("production", 100), (through.Deploys.Last().Environment, through.Deploys.Last().Payload.Weight));
        Assert.Null(through.Ledger.Poison);
    }

    [Fact]
    public void What_people_are_told_to_say_where_nobody_is_named_is_taken_from_them()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Ask },
        };
        fleet.Badness[fleet.Land(1, 2)[1].Commit] = 4;
        fleet.Run(Long);

        var fate = Fate.Of(fleet.Ledger, 1)!;
        Assert.Contains("`/sluice promote`", fate.Because, StringComparison.Ordinal);
        Assert.True(fate.Running);

        fleet.Say(CanaryAsk.Promote, 1, by: "ada");
        fleet.Run(Long);
        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);
        fleet.Say(CanaryAsk.Promote, 1);
        fleet.Run(Long);
        Assert.Equal(CanaryEnd.Promoted, fleet.Ledger.Past[^1].End);
    }

    [Fact]
    public void Who_promotes_while_parts_are_tried_has_not_seen_what_they_told()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1, 2, 3, 4)[3].Commit] = 4;
        fleet.RunUntil(() => fleet.Ledger.Case is not null);
        fleet.Badness.Clear();
        fleet.Say(CanaryAsk.Promote, 1);
        fleet.Run(TimeSpan.FromDays(1));
        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);

        fleet.Say(CanaryAsk.Promote, 1);
        fleet.Run(Long);

        Assert.Equal(CanaryEnd.Promoted, fleet.Ledger.Past[^1].End);
    }

    [Fact]
    public void What_runs_in_production_is_taken_back_and_landed_again_by_a_pull_request_each_once()
    {
        var fleet = new Fleet();
        fleet.Land(1);
        fleet.Run(Long);

        fleet.Say(CanaryAsk.Revert, 1);
        fleet.Run(Long);
        fleet.Land([901], 0.01, reverts: [1]);
        fleet.Run(Long);
        fleet.Say(CanaryAsk.Reland, 1);
        fleet.Run(Long);

        Assert.Equal(([1], true), (Assert.Single(fleet.Opened).Pulls.Select(pull => pull.Number).ToRow(), fleet.Opened.First().Certain));
        Assert.Equal(1, Assert.Single(fleet.Moves.OfType<EnvironmentMove.OpenReland>()).Pull.Number);
        Assert.Empty(fleet.Ledger.Asked);
    }

    [Fact]
    public void A_revert_is_never_taken_back_on_demand_either()
    {
        var fleet = new Fleet();
        fleet.Land([901], 0.01, reverts: [1]);
        fleet.Run(Long);

        fleet.Say(CanaryAsk.Revert, 901);
        fleet.Run(Long);

        Assert.Empty(fleet.Opened);
        Assert.Contains("/sluice reland", fleet.Journal[^1].Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_batch_that_people_ask_for_again_at_once_is_landed_again_each()
    {
        var fleet = new Fleet();
        fleet.Land([.. Enumerable.Range(1, 20)]);
        fleet.Run(Long);

        foreach (var number in Enumerable.Range(1, 20))
        {
            fleet.Say(CanaryAsk.Reland, number);
        }

        fleet.Run(Long);

        Assert.Equal(
            Enumerable.Range(1, 20),
            fleet.Moves.OfType<EnvironmentMove.OpenReland>().Select(move => move.Pull.Number).Distinct().Order()
        );
        Assert.Empty(fleet.Ledger.Asked);
    }
}
