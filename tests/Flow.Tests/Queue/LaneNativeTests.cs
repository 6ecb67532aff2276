using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>A lane that drives GitHub's own merge queue.</summary>
public sealed class LaneNativeTests
{
    private static readonly Sha Group = Values.Sha("group");

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
    public void Only_as_many_as_the_policy_says_are_there_at_a_time()
    {
        var lane = Drive(Values.Entry(1), Values.Entry(2)).With(queue => queue with { BatchMax = 1 }).Turn();

        Assert.Equal(1, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Enqueue>()).Number);
    }

    [Fact]
    public void A_frozen_paused_or_withdrawn_pull_is_neither_put_in_nor_left_there()
    {
        var lane = Drive(Values.Entry(1) with { Band = Band.Medium }).With(queue => queue with { Freeze = [new Freeze("0 0 * * *", "UTC", TimeSpan.FromHours(24), [], "always")] });
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

    [Theory]
    [InlineData(CheckState.Success, false)]
    [InlineData(CheckState.Failure, true)]
    [InlineData(null, true)]
    public void What_landed_there_is_said_to_be_untested_unless_the_demanded_checks_passed_on_that_commit(CheckState? state, bool isSaid)
    {
        var lane = Drive(Values.Entry(1)).Turn().Turn(In(1));
        Row<Check> checks = state is { } known ? [Values.Check("ci/test", known)] : [];
        lane.Turn(seen => Left(new NativePull(1, false, Group, seen.Now, "MERGE", seen.Now) { Checks = checks })(seen) with { Head = Group });

        Assert.Equal((PullState.Landed, Group), (lane.Outcome(1).State, lane.Outcome(1).LandedSha));
        Assert.Equal(Group, Assert.Single(LandedPulls.Read(lane.Plan.Journal.Single(line => line.Kind == LandedPulls.Kind).Data!)).Commit);
        Assert.Equal(isSaid, lane.Plan.Journal.Any(line => line.Kind == "untested"));
        Assert.DoesNotContain(lane.Plan.Journal, line => line.Kind == "base_changed");
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

    [Fact]
    public void Whom_GitHub_does_not_take_is_told_its_words()
    {
        var lane = Drive(Values.Entry(1)).Turn();
        lane.Turn(seen => Left(new NativePull(1, true, null, null, null, null) { Refused = "Review required.", RefusedAt = seen.Now })(seen));

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

    private static Lane Drive(params Entry[] entries)
    {
        var lane = new Lane(entries).With(queue => queue with { Native = NativeQueue.Drive });
        lane.Seen = lane.Seen with { Rules = lane.Seen.Rules with { NativeQueue = true }, Native = new NativeSeen([], []) };
        return lane;
    }

    /// <summary>These are in GitHub's queue, tested as one group each.</summary>
    private static Func<LaneSeen, LaneSeen> In(params int[] numbers) => seen => seen with
    {
        Native = new NativeSeen(numbers.Select((number, index) => new NativeEntry(number, index + 1, "AWAITING_CHECKS", Group)).ToRow(), numbers.Select(number => new NativePull(number, true, null, null, null, null)).ToRow()),
    };

    private static Func<LaneSeen, LaneSeen> Left(NativePull pull) => seen => seen with { Native = new NativeSeen([], [pull]) };
}
