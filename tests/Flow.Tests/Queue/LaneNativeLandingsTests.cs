using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using static Sluice.Flow.Tests.Queue.Native;

namespace Sluice.Flow.Tests.Queue;

/// <summary>What GitHub's own merge queue landed, as the lane that drives it tells it.</summary>
public sealed class LaneNativeLandingsTests
{
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
}
