using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>CI that gives no verdicts is stopped, and nobody is put out for it.</summary>
public sealed class CiHealthTests
{
    [Fact]
    public void Three_builds_without_a_verdict_that_share_no_pull_stop_the_building_and_put_nobody_out()
    {
        var lane = Silenced();

        Assert.Equal((BreakerState.Open, 1), (lane.Ledger.Ci!.State, lane.Ledger.Ci.Trips));
        Assert.Empty(lane.Ledger.Outcomes);
        Assert.Empty(lane.Ledger.Troubles);
        Assert.Empty(lane.Ledger.Builds);
        Assert.Equal((PullState.Waiting, Code.BreakerOpen), (lane.Place(1).State, lane.Place(1).Code));
        lane.After(TimeSpan.FromMinutes(4));
        Assert.Empty(lane.Ledger.Builds);
        Assert.True(lane.Plan.WakeAt <= lane.Ledger.Ci!.TryAt);
    }

    [Fact]
    public void One_pull_whose_builds_never_end_is_its_own_doing()
    {
        var lane = new Lane(Values.Entry(1)).With(queue => queue with { Retries = 5 }).Compose();
        for (var build = 0; build < 4; build++)
        {
            lane.CheckAll(CheckState.TimedOut).Compose();
        }

        Assert.Null(lane.Ledger.Ci);
        Assert.Equal(4, lane.Ledger.Silence!.Builds);
    }

    [Theory]
    [InlineData(CheckState.Success)]
    [InlineData(CheckState.Failure)]
    public void The_first_verdict_of_the_one_build_that_is_tried_closes_it(CheckState verdict)
    {
        var lane = Tried();

        Assert.Single(lane.Ledger.Builds);
        lane.CheckAll(verdict);
        Assert.Null(lane.Ledger.Ci);
        Assert.Contains(lane.Plan.Journal, line => line.Kind == "breaker_closed");
    }

    [Fact]
    public void Each_try_without_a_verdict_waits_twice_as_long_and_at_most_an_hour()
    {
        var lane = Tried();
        var pauses = new List<double>();
        for (var trip = 2; trip <= 6; trip++)
        {
            lane.CheckAll(CheckState.Cancelled);
            Assert.Equal(trip, lane.Ledger.Ci!.Trips);
            pauses.Add((lane.Ledger.Ci.TryAt!.Value - lane.Seen.Now).TotalMinutes);
            lane.After(lane.Ledger.Ci.TryAt!.Value - lane.Seen.Now).Compose();
        }

        Assert.Equal([10, 20, 40, 60, 60], pauses);
        Assert.Empty(lane.Ledger.Outcomes);
    }

    [Fact]
    public void One_that_never_has_a_verdict_is_not_the_only_one_that_is_tried()
    {
        var lane = Silenced();
        for (var tries = 0; tries < 4 && lane.Ledger.Ci is not null; tries++)
        {
            lane.After(lane.Ledger.Ci.TryAt!.Value - lane.Seen.Now).Compose();
            lane.CheckAll(
                Assert.Single(lane.Ledger.Builds).Content.Any(member => member.Number == 1) ? CheckState.Cancelled : CheckState.Success
            );
        }

        Assert.Null(lane.Ledger.Ci);
    }

    [Fact]
    public void Those_that_were_tried_together_are_tried_apart()
    {
        var lane = Silenced();
        lane.Seen = lane.Seen with { Entries = lane.Seen.Entries.Select(entry => entry with { Alone = false, Fails = .01 }).ToRow() };
        for (var tries = 0; tries < 4 && lane.Ledger.Ci is not null; tries++)
        {
            lane.After(lane.Ledger.Ci.TryAt!.Value - lane.Seen.Now).Compose();
            lane.CheckAll(
                Assert.Single(lane.Ledger.Builds).Content.Any(member => member.Number == 1) ? CheckState.Cancelled : CheckState.Success
            );
        }

        Assert.Null(lane.Ledger.Ci);
    }

    [Fact]
    public void Its_issue_is_written_once_kept_up_to_date_and_closed()
    {
        var lane = Silenced();
        var open = Told(lane);
        Assert.True(open.Open);
        lane.Turn();
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.PutIssue>());

        lane.After(TimeSpan.FromMinutes(5)).Compose();
        Told(lane);
        lane.CheckAll(CheckState.Success);
        Assert.False(Told(lane).Open);
        lane.Turn();
        Assert.False(lane.Ledger.CiTold);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public void Whoever_lets_the_lane_go_on_closes_it_once_whatever_the_time_is_at_GitHub(int minutes)
    {
        var lane = Silenced();

        lane.Turn(seen =>
            seen with
            {
                Order = new LaneOrder("main", 7, new Actor(1, "ada", ActorKind.User), null, seen.Now.AddMinutes(minutes)),
            }
        );
        Assert.Null(lane.Ledger.Ci);
        Assert.NotEmpty(lane.Ledger.Builds);

        lane.Compose().CheckAll(CheckState.Cancelled);
        Assert.NotNull(lane.Turn().Ledger.Ci);
    }

    [Fact]
    public void Where_GitHub_s_own_queue_builds_from_now_on_it_is_closed_and_keeps_nobody()
    {
        var lane = Silenced();
        Told(lane);

        lane.Turn(seen => seen with { Native = new NativeSeen([], []) });

        Assert.Null(lane.Ledger.Ci);
        Assert.Equal(PullState.Queued, lane.Place(1).State);
        Assert.False(Told(lane).Open);
        Assert.False(lane.Turn().Ledger.CiTold);
    }

    [Fact]
    public void A_check_that_was_never_heard_of_is_no_silence()
    {
        var lane = Three().Compose();

        lane.After(TimeSpan.FromHours(2)).Turn();
        Assert.Null(lane.Ledger.Silence);
    }

    /// <summary>Three that are tested each alone, at once.</summary>
    private static Lane Three() =>
        new Lane([.. new[] { 1, 2, 3 }.Select(number => Values.Entry(number) with { Alone = true, Fails = .4 })]).With(queue =>
            queue with
            {
                Slots = 3,
            }
        );

    private static Lane Silenced()
    {
        var lane = Three().Compose();
        Assert.Equal(3, lane.Ledger.Builds.Count);
        return lane.CheckAll(CheckState.Cancelled);
    }

    private static Lane Tried()
    {
        var lane = Silenced();
        return lane.After(lane.Ledger.Ci!.TryAt!.Value - lane.Seen.Now).Compose();
    }

    /// <summary>GitHub has taken what the lane wants said.</summary>
    private static IssueSeen Told(Lane lane)
    {
        var move = Assert.Single(lane.Plan.Moves.OfType<LaneMove.PutIssue>());
        var issue = new IssueSeen(move.Kind, 5, move.Body, move.Open) { Lane = "main" };
        lane.Seen = lane.Seen with { CiIssue = issue };
        return issue;
    }
}
