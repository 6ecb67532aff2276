using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>What regressed is taken back past the queue: by a push, or by GitHub's button.</summary>
public sealed class UndoneTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(12);

    private static readonly Sha Head = Fleet.Commit(500);

    [Fact]
    public void What_was_named_is_off_the_base_and_all_that_waits_goes_as_the_base_stands()
    {
        var fleet = CanaryOfTen.With(7, policy: Asks);
        fleet.Run(Long);
        fleet.Say(CanaryAsk.Revert, 7);
        fleet.RunUntil(() => fleet.Ledger.Canary!.Phase == CanaryPhase.Reverting);
        fleet.Land(11);

        fleet.Undone = new Undone(Head, [7]);
        fleet.Run(Long);

        Assert.Contains("unlocked", fleet.Story);
        var next = fleet.Ledger.Past[^1];
        Assert.Equal((Head, CanaryEnd.Promoted), (next.Sha, next.End));
        Assert.Equal([1, 2, 3, 4, 5, 6, 8, 9, 10, 11], next.Pulls.Select(pull => pull.Number));
        Assert.Null(fleet.Ledger.Poison);
        Assert.Equal((PullState.Healthy, PullState.Reverted), (Fate.Of(fleet.Ledger, 3)!.State, Fate.Of(fleet.Ledger, 7)!.State));
        Assert.Equal(TakenAs.Culprit, Fate.Of(fleet.Ledger, 7)!.Taken);
    }

    [Fact]
    public void While_nobody_is_named_what_people_took_back_is_the_answer()
    {
        var fleet = CanaryOfTen.With(7, policy: Asks);
        fleet.Run(Long);
        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);

        fleet.Undone = new Undone(Head, [7]);
        fleet.Run(Long);

        Assert.Equal((PullState.Healthy, PullState.Reverted), (Fate.Of(fleet.Ledger, 3)!.State, Fate.Of(fleet.Ledger, 7)!.State));
        Assert.Equal(Head, fleet.Ledger.LastGood);
    }

    [Fact]
    public void Where_parts_are_tried_nothing_more_is_tried()
    {
        var fleet = CanaryOfTen.With(7);
        fleet.RunUntil(() => fleet.Ledger is { Case: not null, Canary.Phase: CanaryPhase.Baking });

        fleet.Undone = new Undone(Head, [7]);
        fleet.Run(Long);

        Assert.Equal((Head, PullState.Healthy), (fleet.Ledger.LastGood, Fate.Of(fleet.Ledger, 3)!.State));
        Assert.Empty(fleet.Opened);
        Assert.Empty(fleet.Branches);
    }

    [Fact]
    public void A_part_of_what_was_named_is_not_enough()
    {
        var fleet = CanaryOfTen.With(7, policy: new CanaryPolicy { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Whole });
        fleet.Run(Long);
        Assert.Equal(10, Assert.Single(fleet.Opened).Pulls.Count);

        fleet.Undone = new Undone(Head, [6, 7]);
        fleet.Run(Long);
        Assert.Equal(CanaryPhase.Reverting, fleet.Ledger.Canary!.Phase);

        fleet.Undone = new Undone(Head, [.. Enumerable.Range(1, 10)]);
        fleet.Run(Long);
        Assert.Equal((null, 0), (fleet.Ledger.Canary, fleet.Ledger.Waiting.Count));
    }

    [Fact]
    public void A_revert_that_landed_in_the_queue_is_deployed_by_itself_whatever_else_the_base_holds()
    {
        var fleet = CanaryOfTen.With(7, policy: Asks with { MaxPulls = 10 });
        fleet.Run(Long);
        fleet.Say(CanaryAsk.Revert, 7);
        fleet.RunUntil(() => fleet.Ledger.Canary!.Phase == CanaryPhase.Reverting);

        var revert = fleet.Land([901], 0.01, reverts: [7])[0];
        fleet.Undone = new Undone(fleet.Land(12)[0].Tip, [7]);
        fleet.RunUntil(() => fleet.Ledger.Past.Any(canary => canary.End == CanaryEnd.Promoted));

        Assert.Equal(revert.Tip, fleet.Ledger.Past[^1].Sha);
    }

    private static CanaryPolicy Asks => new() { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Ask };
}
