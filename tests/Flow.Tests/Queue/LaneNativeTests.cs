using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using static Sluice.Flow.Tests.Queue.Native;

namespace Sluice.Flow.Tests.Queue;

/// <summary>A lane that drives GitHub's own merge queue.</summary>
public sealed class LaneNativeTests
{
    [Fact]
    public void Whoever_is_let_in_goes_in_at_the_admitted_head_and_nothing_is_built()
    {
        var lane = Drive(Values.Entry(1), Values.Entry(2)).Turn();

        Assert.Equal([1, 2], lane.Plan.Moves.OfType<LaneMove.Enqueue>().Select(move => move.Number));
        Assert.Equal(Values.Entry(1).Head, lane.Plan.Moves.OfType<LaneMove.Enqueue>().First().Head);
        Assert.Equal(2, lane.Plan.Moves.Count);
        Assert.Equal(PullState.Queued, lane.Place(1).State);

        lane.Turn(In(1, 2));
        Assert.Empty(lane.Plan.Moves);
        Assert.Equal(PullState.Testing, lane.Place(1).State);
    }

    [Fact]
    public void What_GitHub_will_not_aim_at_the_branch_is_put_out()
    {
        var lane = Drive(Values.Entry(1) with { Aim = "feature", AimRefused = "A pull request already exists." }).Turn();

        Assert.Equal((PullState.Ejected, Code.DependsOn), (lane.Outcome(1).State, lane.Outcome(1).Code));
    }

    [Fact]
    public void Only_as_many_as_the_policy_says_are_there_at_a_time()
    {
        var lane = Drive(Values.Entry(1), Values.Entry(2)).With(queue => queue with { BatchMax = 1 }).Turn();

        Assert.Equal(1, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Enqueue>()).Number);
    }

    [Fact]
    public void A_frozen_paused_or_withdrawn_pull_is_neither_put_in_nor_left_there()
    {
        var lane = Drive(Values.Entry(1) with { Band = Band.Medium })
            .With(queue => queue with { Freeze = [new Freeze("0 0 * * *", "UTC", TimeSpan.FromHours(24), [], "always")] });
        Assert.DoesNotContain(lane.Turn().Plan.Moves, move => move is LaneMove.Enqueue);

        lane.With(queue => queue with { Freeze = [] }).Turn().Turn(In(1));
        lane.Turn(seen => seen with { Order = new LaneOrder("main", 7, new Actor(1, "ada"), "fair", seen.Now) });
        Assert.Equal(1, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Dequeue>()).Number);

        lane.Turn(seen => In()(seen) with { Order = new LaneOrder("main", 8, new Actor(1, "ada"), null, seen.Now) }).Turn();
        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Enqueue>());
        lane.Turn(In(1)).Turn(seen => seen with { Entries = [] });
        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Dequeue>());
    }

    [Fact]
    public void One_that_stands_still_for_longer_than_a_build_may_take_is_put_in_again_twice_and_then_put_out()
    {
        var lane = Drive(Values.Entry(1)).Turn().Turn(In(1));
        for (var times = 1; times <= 2; times++)
        {
            lane.After(TimeSpan.FromMinutes(61));
            Assert.Single(lane.Plan.Moves.OfType<LaneMove.Dequeue>());
            Assert.Contains(lane.Plan.Journal, line => line.Kind == "unwedged");
            lane.Turn(In()).Turn();
            Assert.Single(lane.Plan.Moves.OfType<LaneMove.Enqueue>());
            lane.Turn(In(1));
        }

        lane.After(TimeSpan.FromMinutes(61));
        Assert.Equal(Code.TimedOut, lane.Outcome(1).Code);
        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Dequeue>());
    }

    [Fact]
    public void Whom_GitHub_has_not_yet_taken_in_is_kept_back_once_nothing_may_land()
    {
        var lane = Drive(Values.Entry(1)).Turn();
        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Enqueue>());

        lane.Turn(seen => seen with { Order = new LaneOrder("main", 7, new Actor(1, "ada"), "fair", seen.Now) });
        Assert.Empty(lane.Plan.Moves);
        lane.Turn(In(1));
        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Dequeue>()); // what was asked before came through late
        lane.Turn(In()).Turn();
        Assert.Empty(lane.Ledger.Driven);
        lane.Turn(seen => seen with { Order = new LaneOrder("main", 8, new Actor(1, "ada"), null, seen.Now) });
        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Enqueue>());
    }

    [Theory]
    [InlineData("CI_FAILURE", Code.ChecksFailed)]
    [InlineData("failed_checks", Code.ChecksFailed)]
    [InlineData("CI_TIMEOUT", Code.TimedOut)]
    [InlineData("MERGE_CONFLICT", Code.MergeConflict)]
    [InlineData("MANUAL", Code.Dequeued)]
    [InlineData("QUEUE_CLEARED", Code.Dequeued)]
    public void Whoever_leaves_it_is_out_for_its_reason_and_not_put_in_again(string reason, Code code)
    {
        var lane = Drive(Values.Entry(1)).Turn().Turn(In(1));
        lane.Turn(seen => Left(new NativePull(1, true, null, null, reason, seen.Now))(seen));

        Assert.Equal(code, lane.Outcome(1).Code);
        Assert.Empty(lane.Plan.Moves);
    }

    [Theory]
    [InlineData("CI_FAILURE", Code.ChecksFailed)]
    [InlineData("MERGE_CONFLICT", Code.MergeConflict)]
    public void Who_failed_on_top_of_others_waits_until_they_land_or_not_and_goes_in_again_when_one_did_not(string reason, Code code)
    {
        var lane = Drive(Values.Entry(1), Values.Entry(2)).Turn().Turn(In(1, 2));
        lane.Turn(seen => seen with { Native = new NativeSeen([Tested(1, 1)], [Open(1), Out(2, reason, seen.Now)]) });
        Assert.Empty(lane.Plan.Moves);
        Assert.Empty(lane.Ledger.Outcomes);

        lane.Turn(seen => seen with { Native = new NativeSeen([], [Out(1, "CI_FAILURE", seen.Now), Out(2, reason, seen.Now)]) });
        Assert.Equal(Code.ChecksFailed, lane.Outcome(1).Code);
        Assert.Equal(2, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Enqueue>()).Number);
        Assert.Contains(lane.Plan.Journal, line => line.Kind == "unproven");

        var left = lane.Seen.Now;
        lane.After(TimeSpan.FromSeconds(15))
            .Turn(seen =>
                seen with
                {
                    Entries = seen.Entries.Where(entry => entry.Number == 2).ToRow(),
                    Native = new NativeSeen([Tested(2, 1)], [Out(2, reason, left)]),
                }
            );
        lane.Turn(seen => seen with { Native = new NativeSeen([], [Out(2, reason, seen.Now)]) });
        Assert.Equal(code, lane.Ledger.Outcomes.Single(outcome => outcome.Number == 2).Code);
        Assert.Empty(lane.Plan.Moves);
    }

    [Fact]
    public void Who_failed_on_top_of_one_that_is_merged_and_not_told_of_yet_waits()
    {
        var lane = Drive(Values.Entry(1), Values.Entry(2)).Turn().Turn(In(1, 2));
        lane.Turn(seen =>
            seen with
            {
                Native = new NativeSeen(
                    [],
                    [new NativePull(1, false, null, seen.Now, "MERGE", seen.Now) { Untold = true }, Out(2, "CI_FAILURE", seen.Now)]
                ),
            }
        );

        Assert.Empty(lane.Plan.Moves);
        Assert.Empty(lane.Ledger.Outcomes);
    }

    [Fact]
    public void Who_failed_on_top_of_others_that_landed_is_out_for_it()
    {
        var lane = Drive(Values.Entry(1), Values.Entry(2)).Turn().Turn(In(1, 2));
        lane.Turn(seen =>
            seen with
            {
                Native = new NativeSeen([], [new NativePull(1, false, Group, seen.Now, "MERGE", seen.Now), Out(2, "CI_FAILURE", seen.Now)]),
            }
        );

        Assert.Equal(Code.ChecksFailed, lane.Ledger.Outcomes.Single(outcome => outcome.Number == 2).Code);
    }

    [Fact]
    public void A_clock_that_is_slow_does_not_take_the_way_out_of_before_for_another_one()
    {
        var lane = Drive(Values.Entry(1), Values.Entry(2)).Turn().Turn(In(1, 2));
        var left = lane.Seen.Now + TimeSpan.FromSeconds(10);
        for (var looks = 0; looks < 3; looks++)
        {
            lane.Turn(seen => seen with { Native = new NativeSeen([], [Out(1, "CI_FAILURE", left), Out(2, "CI_FAILURE", left)]) });
            Assert.Equal(2, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Enqueue>()).Number);
        }
    }

    [Fact]
    public void Whom_GitHub_does_not_take_is_told_its_words()
    {
        var lane = Drive(Values.Entry(1)).Turn();
        lane.Turn(seen =>
            Left(new NativePull(1, true, null, null, null, null) { Refused = "Review required.", RefusedAt = seen.Now })(seen)
        );

        Assert.Equal(Code.Dequeued, lane.Outcome(1).Code);
        Assert.Contains("Review required.", lane.Outcome(1).Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_stands_aside_again_leaves_alone_what_is_there()
    {
        var lane = Drive(Values.Entry(1)).Turn().Turn(In(1));
        lane.Turn(seen => seen with { Native = null, Entries = [] });

        Assert.Empty(lane.Ledger.Driven);
        Assert.Empty(lane.Plan.Moves);
    }
}
