using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using static Sluice.Flow.Tests.Queue.Headed;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Heads that were moved in vain are put back, and nothing takes them for standing elsewhere.</summary>
public sealed class LaneHeadsBackTests
{
    [Fact]
    public void A_head_that_GitHub_refuses_to_move_is_merged_by_GitHub_and_the_others_are_put_back_first()
    {
        var lane = Green(1, 2);
        var (back, refused) = (lane.Ledger.Landing!.Heads[0], lane.Ledger.Landing!.Heads[1]);

        lane.Turn(seen => Shows(seen, lane, 1) with { HeadMoves = [new HeadMoved(2, refused.From, refused.To, "GH013")] });

        Assert.Null(lane.Ledger.Landing);
        Assert.Equal([back], lane.Ledger.Restores);
        Assert.Equal(
            new LaneMove.MoveHead(1, back.Head, "work-1", back.To, back.Head),
            Assert.Single(lane.Plan.Moves.OfType<LaneMove.MoveHead>())
        );
        Assert.Contains(lane.Plan.Journal, line => line.Kind == "head_refused" && line.Says.Contains("GH013", StringComparison.Ordinal));

        lane.Turn(seen => seen with { Entries = [In(1), In(2)], HeadMoves = [new HeadMoved(1, back.To, back.Head, null)] });
        Assert.Empty(lane.Ledger.Restores);
        lane.Compose().CheckAll(CheckState.Success);
        Assert.All(lane.Ledger.Builds, build => Assert.Single(build.Members));
    }

    [Fact]
    public void A_base_that_somebody_else_moved_meanwhile_has_every_head_put_back_and_nothing_lands_before_they_are()
    {
        var lane = Green(1, 2);
        var heads = lane.Ledger.Landing!.Heads;

        lane.Turn(seen => Shows(seen, lane, 1, 2) with { Head = Values.Sha("pushed"), HeadTree = Values.Sha("pushed tree") });

        Assert.Equal(heads, lane.Ledger.Restores);
        Assert.Equal(heads.Select(head => head.Head), lane.Plan.Moves.OfType<LaneMove.MoveHead>().Select(move => move.To));
        lane.Compose().CheckAll(CheckState.Success);
        Assert.Null(lane.Ledger.Landing);

        lane.Turn(seen => seen with { HeadMoves = heads.Select(head => new HeadMoved(head.Number, head.To, head.Head, null)).ToRow() });
        Assert.Null(lane.Ledger.Landing);
        Assert.Equal(heads, lane.Ledger.Restores);

        lane.Turn(seen => seen with { Entries = [In(1), In(2)] });
        Assert.Empty(lane.Ledger.Restores);
        Assert.Equal(heads.Select(head => head.Head), lane.Ledger.Landing!.Heads.Select(head => head.From));
    }

    [Fact]
    public void The_same_commit_lands_again_only_once_GitHub_shows_the_head_put_back_from_it()
    {
        var lane = Green(1);
        var head = Assert.Single(lane.Ledger.Landing!.Heads);
        lane.With(queue => queue with { Freeze = [new Freeze("0 0 * * *", "UTC", TimeSpan.FromHours(24), [], "lunch")] })
            .Turn(seen => Shows(seen, lane, 1))
            .Turn()
            .After(TimeSpan.FromHours(1));
        Assert.Equal([head with { At = lane.Seen.Now }], lane.Ledger.Restores);

        lane.With(queue => queue with { Freeze = [] }).Turn(seen => seen with { HeadMoves = [new HeadMoved(1, head.To, head.Head, null)] });
        Assert.Null(lane.Ledger.Landing);
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.Land>());

        lane.Turn(seen => seen with { Entries = [In(1)] });
        Assert.Equal((head.From, head.To), (lane.Ledger.Landing!.Heads[0].From, lane.Ledger.Landing!.Heads[0].To));
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.Land>());
        Assert.Single(lane.Plan.Moves.OfType<LaneMove.MoveHead>());
    }

    [Fact]
    public void A_branch_that_comes_under_GitHubs_queue_has_the_heads_of_a_landing_put_back_before_they_go_in()
    {
        var lane = Green(1);
        var head = Assert.Single(lane.Ledger.Landing!.Heads);
        lane.With(queue => queue with { Native = NativeQueue.Drive })
            .Turn(seen => Shows(seen, lane, 1) with { Rules = seen.Rules with { NativeQueue = true }, Native = new NativeSeen([], []) });

        Assert.Equal(
            new LaneMove.MoveHead(1, head.Head, "work-1", head.To, head.Head),
            Assert.Single(lane.Plan.Moves.OfType<LaneMove.MoveHead>())
        );
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.Enqueue>());

        lane.Turn(seen => seen with { HeadMoves = [new HeadMoved(1, head.To, head.Head, null)] });
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.Enqueue>());

        lane.Turn(seen => seen with { Entries = [In(1)] });
        Assert.Empty(lane.Ledger.Restores);
        Assert.Equal(head.Head, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Enqueue>()).Head);
    }

    [Fact]
    public void Nothing_is_put_back_of_a_landing_that_came_through_as_the_branch_came_under_GitHubs_queue()
    {
        var lane = Green(1);
        lane.With(queue => queue with { Native = NativeQueue.Drive })
            .Turn(seen =>
                Shows(seen, lane, 1) with
                {
                    Head = lane.Ledger.Landing!.Candidate,
                    LandingContained = true,
                    Rules = seen.Rules with { NativeQueue = true },
                    Native = new NativeSeen([], []),
                }
            );

        Assert.DoesNotContain(lane.Plan.Moves, move => move is LaneMove.MoveHead);
    }

    [Fact]
    public void A_refused_push_to_the_base_has_the_heads_put_back_while_the_lane_stands_still()
    {
        var lane = Green(1, 2);

        lane.Turn(seen => Shows(seen, lane, 1, 2)).Turn(seen => seen with { LandingRefused = "GH006", LandingRefusedAt = seen.Now });

        Assert.NotNull(lane.Ledger.Halted);
        Assert.Equal(2, lane.Plan.Moves.OfType<LaneMove.MoveHead>().Count(move => move.To == move.Head));
    }

    [Fact]
    public void Nothing_is_put_back_once_the_base_took_it()
    {
        var lane = Green(1, 2);
        lane.Turn(seen => Shows(seen, lane, 1, 2));

        lane.Turn(seen =>
            seen with
            {
                Head = lane.Ledger.Landing!.Candidate,
                HeadTree = lane.Ledger.Landing!.Tree,
                LandingContained = true,
                LandingTaken = true,
                Entries = [],
            }
        );

        Assert.Equal(2, lane.Ledger.Outcomes.Count);
        Assert.Empty(lane.Ledger.Restores);
    }

    [Fact]
    public void A_head_that_still_stands_at_the_bots_commit_though_nothing_lands_is_put_back()
    {
        var own = Values.Sha("what was to land once");
        var lane = Squashing(In(1) with { Own = own }).After(TimeSpan.FromMinutes(1));

        Assert.Equal([new HeadMove(1, Values.HeadOf(1), "work-1", Values.HeadOf(1), own, lane.Seen.Now)], lane.Ledger.Restores);
        Assert.Equal(Values.HeadOf(1), Assert.Single(lane.Plan.Moves.OfType<LaneMove.MoveHead>()).To);
        lane.After(TimeSpan.FromMinutes(1));
        Assert.Single(lane.Ledger.Restores);
    }

    [Fact]
    public void A_head_that_GitHub_refuses_to_put_back_is_asked_for_once()
    {
        var own = Values.Sha("what was to land once");
        var lane = Squashing(In(1) with { Own = own })
            .Turn()
            .Turn(seen => seen with { HeadMoves = [new HeadMoved(1, own, Values.HeadOf(1), "GH013")] });

        Assert.Empty(lane.Ledger.Restores);
        Assert.Equal([new FixedHead(1, Values.HeadOf(1)) { IsAstray = true }], lane.Ledger.FixedHeads);
        lane.After(TimeSpan.FromMinutes(1));
        Assert.Empty(lane.Ledger.Restores);
    }

    [Fact]
    public void A_head_that_was_refused_to_move_and_was_moved_all_the_same_by_a_try_that_nobody_heard_of_is_put_back()
    {
        var lane = Green(1);
        var head = Assert.Single(lane.Ledger.Landing!.Heads);

        lane.Turn(seen => seen with { HeadMoves = [new HeadMoved(1, head.From, head.To, "GH013")] })
            .Turn(seen => seen with { Entries = [In(1) with { Own = head.To }] });

        Assert.Equal(
            new LaneMove.MoveHead(1, head.Head, "work-1", head.To, head.Head),
            Assert.Single(lane.Plan.Moves.OfType<LaneMove.MoveHead>())
        );
        lane.Turn(seen => seen with { Entries = [In(1)], HeadMoves = [new HeadMoved(1, head.To, head.Head, null)] });
        Assert.Empty(lane.Ledger.Restores);
        Assert.Equal([new FixedHead(1, head.Head)], lane.Ledger.FixedHeads);
    }
}
