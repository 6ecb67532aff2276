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

    [Theory]
    [InlineData(CheckState.Success, false)]
    [InlineData(CheckState.Failure, true)]
    [InlineData(null, true)]
    public void What_landed_there_is_said_to_be_untested_unless_the_demanded_checks_passed_on_that_commit(CheckState? state, bool isSaid)
    {
        var lane = Drive(Values.Entry(1)).Turn().Turn(In(1));
        Row<Check> checks = state is { } known ? [Values.Check("ci/test", known)] : [];
        lane.Turn(seen =>
            Left(new NativePull(1, false, Group, seen.Now, "MERGE", seen.Now) { Checks = checks })(seen) with
            {
                Head = Group,
            }
        );

        Assert.Equal((PullState.Landed, Group), (lane.Outcome(1).State, lane.Outcome(1).LandedSha));
        Assert.Equal(Group, Assert.Single(LandedPulls.Read(lane.Plan.Journal.Single(line => line.Kind == LandedPulls.Kind).Data!)).Commit);
        Assert.Equal(isSaid, lane.Plan.Journal.Any(line => line.Kind == "untested"));
        Assert.DoesNotContain(lane.Plan.Journal, line => line.Kind == "base_changed");
    }

    [Fact]
    public void Of_several_that_landed_since_the_last_look_each_answers_for_its_own_work_alone()
    {
        var lane = Drive(Values.Entry(1), Values.Entry(2)).Turn().Turn(In(1, 2));
        var (before, first, second) = (lane.Ledger.Head!.Value, Values.Sha("first"), Values.Sha("second"));
        NativePull Merged(int number, Sha commit, Sha onto, int nth) =>
            new(number, false, commit, lane.Seen.Now, "MERGE", lane.Seen.Now) { Onto = onto, Nth = nth };
        lane.Turn(seen =>
            seen with
            {
                Head = second,
                Native = new NativeSeen([], [Merged(1, second, first, 1), Merged(2, first, before, 0)]),
            }
        );

        var landed = lane
            .Plan.Journal.Where(line => line.Kind == LandedPulls.Kind)
            .SelectMany(line => LandedPulls.Read(line.Data!))
            .ToList();
        Assert.Equal([(2, before, first), (1, first, second)], landed.Select(pull => (pull.Number, pull.Before, pull.Tip)));
    }

    [Fact]
    public void While_who_left_is_not_told_of_the_base_counts_as_it_was()
    {
        var lane = Drive(Values.Entry(1)).Turn().Turn(In(1));
        var before = lane.Ledger.Head;
        lane.Turn(seen =>
            seen with
            {
                Head = Group,
                Native = new NativeSeen([], [new NativePull(1, false, null, seen.Now, "MERGE", seen.Now) { Untold = true }]),
            }
        );
        Assert.Equal(before, lane.Ledger.Head);
        Assert.Empty(lane.Plan.Moves);

        lane.Turn(seen => seen with { Entries = [] });
        Assert.Single(lane.Ledger.Driven);

        lane.Turn(seen =>
            seen with
            {
                Native = new NativeSeen([], [new NativePull(1, false, Group, seen.Now, "MERGE", seen.Now) { Onto = before }]),
            }
        );
        Assert.Equal(Group, lane.Ledger.Head);
    }

    [Theory]
    [InlineData(CheckState.Running)]
    [InlineData(CheckState.Failure)]
    public void A_check_of_the_same_name_that_begins_after_the_landing_makes_it_no_less_tested(CheckState later)
    {
        var lane = Drive(Values.Entry(1)).Turn().Turn(In(1));
        var (merged, ended) = (lane.Seen.Now, later == CheckState.Running ? (DateTimeOffset?)null : lane.Seen.Now.AddSeconds(40));
        Row<Check> checks =
        [
            Values.Check("ci/test", CheckState.Success) with
            {
                Id = 1,
                Completed = merged,
            },
            Values.Check("ci/test", later) with
            {
                Id = 2,
                Completed = ended,
            },
        ];
        lane.Turn(seen => Left(new NativePull(1, false, Group, merged, "MERGE", merged) { Checks = checks })(seen) with { Head = Group });

        Assert.Equal(PullState.Landed, lane.Outcome(1).State);
        Assert.DoesNotContain(lane.Plan.Journal, line => line.Kind == "untested");
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

    private static Lane Drive(params Entry[] entries)
    {
        var lane = new Lane(entries).With(queue => queue with { Native = NativeQueue.Drive });
        lane.Seen = lane.Seen with { Rules = lane.Seen.Rules with { NativeQueue = true }, Native = new NativeSeen([], []) };
        return lane;
    }

    /// <summary>These are in GitHub's queue, tested as one group each.</summary>
    private static Func<LaneSeen, LaneSeen> In(params int[] numbers) =>
        seen =>
            seen with
            {
                Native = new NativeSeen(numbers.Select((number, index) => Tested(number, index + 1)).ToRow(), numbers.Select(Open).ToRow()),
            };

    private static NativeEntry Tested(int number, int position) => new(number, position, "AWAITING_CHECKS", Group);

    private static NativePull Open(int number) => new(number, true, null, null, null, null);

    private static NativePull Out(int number, string reason, DateTimeOffset at) => new(number, true, null, null, reason, at);

    private static Func<LaneSeen, LaneSeen> Left(NativePull pull) => seen => seen with { Native = new NativeSeen([], [pull]) };
}
