using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Freezes and pauses: nothing lands, builds go on, and everybody is told until when or by whom.</summary>
public sealed class LaneStopsTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private static readonly Freeze Weekend = new("0 12 * * FRI", "UTC", TimeSpan.FromHours(20), ["risk/low", "urgent"], "weekend");

    [Fact]
    public void A_frozen_lane_builds_and_lands_when_the_window_is_over()
    {
        var lane = Frozen(Values.Entry(1) with { Band = Band.Medium }).Compose().CheckAll(CheckState.Success);

        Assert.Null(lane.Ledger.Landing);
        Assert.Equal((PullState.Waiting, Code.Frozen, Morning), (lane.Place(1).State, lane.Place(1).Code, lane.Place(1).Until));
        Assert.Equal(Morning, lane.Plan.WakeAt);

        lane.Turn(seen => seen with { Now = Morning }).Land();

        Assert.Equal(Code.Landed, lane.Outcome(1).Code);
        Assert.Empty(lane.Ledger.Frozen);
    }

    [Fact]
    public void Who_is_excepted_lands_and_is_not_built_on_top_of_who_is_not()
    {
        var lane = Frozen(Values.Entry(1) with { Band = Band.Medium }).Compose().CheckAll(CheckState.Success);

        lane.Seen = lane.Seen with { Entries = lane.Seen.Entries.Add(Values.Entry(2)) };
        lane.Compose();
        var build = Assert.Single(lane.Ledger.Builds, build => build.Content.Any(member => member.Number == 2));
        Assert.Equal([2], build.Content.Select(member => member.Number));
        lane.Check(build, CheckState.Success).Turn().Land();

        Assert.Equal(Code.Landed, lane.Outcome(2).Code);
        Assert.DoesNotContain(lane.Ledger.Outcomes, outcome => outcome.Number == 1);
        Assert.Equal(Code.Frozen, lane.Place(1).Code);
    }

    [Fact]
    public void A_certain_revert_lands_in_any_freeze_and_an_uncertain_one_does_not()
    {
        Entry revert = Values.Entry(1, priority: Priority.Revert) with { Band = Band.High, Reverts = [9] };

        Assert.NotNull(Frozen(revert with { Exempt = true }).Compose().CheckAll(CheckState.Success).Ledger.Landing);
        Assert.Null(Frozen(revert).Compose().CheckAll(CheckState.Success).Ledger.Landing);
    }

    [Fact]
    public void A_landing_that_was_decided_before_the_window_and_not_made_is_not_made_in_it()
    {
        var lane = Frozen(Values.Entry(1) with { Band = Band.Medium, Since = Values.Noon.AddHours(-1) });
        lane.Seen = lane.Seen with { Now = Values.Noon.AddMinutes(-1) };
        lane.Compose().CheckAll(CheckState.Success);
        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Land>());

        lane.After(TimeSpan.FromMinutes(1));
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.Land>());
        lane.After(TimeSpan.FromMinutes(1)).After(TimeSpan.FromMinutes(1));

        Assert.Null(lane.Ledger.Landing);
        Assert.Single(lane.Ledger.Builds);
    }

    [Fact]
    public void A_landing_whose_pull_left_long_after_it_was_decided_is_still_found_on_the_base()
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success);
        var landing = lane.Ledger.Landing!;
        lane.After(TimeSpan.FromMinutes(5));
        lane.Turn(seen => seen with { Entries = [] });
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.Land>());

        lane.Turn(seen => seen with { Head = landing.Candidate, HeadTree = landing.Tree });

        Assert.Equal(PullState.Landed, lane.Outcome(1).State);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    public void What_was_stopped_before_a_build_began_says_nothing_of_it(int minutes, int builds)
    {
        var lane = new Lane(Values.Entry(1)).Compose();
        var build = lane.Only;
        lane.Check(Values.Check("ci/test", CheckState.Cancelled) with { Completed = build.Started!.Value.AddMinutes(minutes) })
            .After(TimeSpan.FromMinutes(2));

        Assert.Equal(builds, lane.Ledger.Builds.Count(known => known.Id == build.Id));
    }

    [Fact]
    public void Queued_again_as_the_same_commit_it_lands_by_what_the_second_run_says()
    {
        var lane = new Lane(Values.Entry(1)).Compose();
        var stopped = Values.Check("ci/test", CheckState.Cancelled) with
        {
            Id = 1,
            Suite = 1,
            Completed = lane.Only.Started!.Value.AddSeconds(-1),
        };
        lane.Check(stopped, Values.Check("ci/test", CheckState.Success) with { Id = 2, Suite = 2 }).Turn();

        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Land>());
    }

    [Theory]
    [InlineData("2026-11-20T11:59Z", false)]
    [InlineData("2026-11-20T12:00Z", true)]
    [InlineData("2026-11-21T07:59Z", true)]
    [InlineData("2026-11-21T08:00Z", false)]
    public void A_window_is_open_from_its_tick_for_its_length(string now, bool open) =>
        Assert.Equal(open, Freezes.Of([Weekend], 1, ["risk/high"], At(now)) is not null);

    [Fact]
    public void Windows_without_a_gap_are_one_and_each_keeps_its_own_exceptions()
    {
        Row<Freeze> windows = [Weekend, new("0 8 * * SAT", "UTC", TimeSpan.FromHours(2), ["risk/low"], "migration")];
        string[] urgent = ["risk/high", "urgent"];

        Assert.Equal((Morning.AddHours(2), "weekend"), Told(Freezes.Of(windows, 1, ["risk/high"], Values.Noon)));
        Assert.Null(Freezes.Of(windows, 1, urgent, Values.Noon));
        Assert.Equal((Morning.AddHours(2), "migration"), Told(Freezes.Of(windows, 1, urgent, Morning)));
    }

    [Fact]
    public void A_paused_lane_builds_and_lands_when_somebody_lets_it_go_on()
    {
        var lane = new Lane(Values.Entry(1))
            .Turn(seen => seen with { Order = Values.Order(7, "release day") })
            .Compose()
            .CheckAll(CheckState.Success);

        Assert.Null(lane.Ledger.Landing);
        Assert.Equal(("ada", "release day", Values.Noon), (lane.Ledger.Pause!.By.Login, lane.Ledger.Pause.Reason, lane.Ledger.Pause.At));
        Assert.NotEqual(PullState.Testing, lane.Place(1).State);
        Assert.True(lane.Ledger.IsAlive);

        lane.Turn(seen => seen with { Order = Values.Order(8, null) }).Land();

        Assert.Equal(Code.Landed, lane.Outcome(1).Code);
        Assert.Null(lane.Ledger.Pause);
    }

    [Fact]
    public void An_order_is_followed_once_and_an_older_one_never()
    {
        var lane = new Lane(Values.Entry(1)).Turn(seen => seen with { Order = Values.Order(8, null) });
        Assert.DoesNotContain(lane.Plan.Journal, line => line.Kind is "paused" or "resumed");

        Assert.Null(lane.Turn(seen => seen with { Order = Values.Order(7, "too late") }).Ledger.Pause);
        Assert.NotNull(lane.Turn(seen => seen with { Order = Values.Order(9, "lunch") }).Ledger.Pause);
        Assert.DoesNotContain(lane.Turn().Plan.Journal, line => line.Kind == "paused");
    }

    private static Lane Frozen(Entry entry) => new Lane(entry).With(queue => queue with { Freeze = [Weekend] });

    private static (DateTimeOffset, string) Told(Frozen? frozen) => (frozen!.Until, frozen.Reason);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
