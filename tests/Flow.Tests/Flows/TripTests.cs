using Sluice.Flow.Flows;
using static Sluice.Flow.Tests.Flows.Day;

namespace Sluice.Flow.Tests.Flows;

public sealed class TripTests
{
    [Fact]
    public void Each_minute_belongs_to_what_it_was_waited_for()
    {
        var trip = Smooth(1, 0);

        Assert.Equal((2, 1, 7, 5), (trip.People.TotalMinutes, trip.Queue.TotalMinutes, trip.Ci.TotalMinutes, trip.Deploy.TotalMinutes));
        Assert.Equal(TimeSpan.FromMinutes(15), trip.Lead);
        Assert.Equal((At(2), At(10), At(15)), (trip.Queued, trip.Landed, trip.Live));
        Assert.Null(trip.Now);
    }

    [Fact]
    public void The_stages_add_up_to_the_lead_time_whatever_the_way()
    {
        var trip = Trip.Of(
            Opened(1),
            [
                Pull(1, 5, "waiting", "not_approved"),
                Pull(1, 9, "queued"),
                Pull(1, 11, "testing"),
                Pull(1, 20, "ejected", "checks_failed"),
                Pull(1, 50, "queued"),
                Pull(1, 51, "testing"),
                Pull(1, 55, "waiting", "flaky_retry"),
                Pull(1, 56, "testing"),
                Pull(1, 60, "held", "held"),
                Pull(1, 65, "queued"),
                Lane(70, "landed", 1),
                Pull(1, 80, "regressed"),
                Pull(1, 95, "healthy"),
                Pull(1, 99, "healthy"),
            ]
        );

        Assert.Equal(trip.Lead, trip.People + trip.Queue + trip.Ci + trip.Deploy);
        Assert.Equal((44, 9, 17, 25), (trip.People.TotalMinutes, trip.Queue.TotalMinutes, trip.Ci.TotalMinutes, trip.Deploy.TotalMinutes));
        Assert.Equal((1, 2), (trip.Ejected, trip.Questions));
    }

    [Theory]
    [InlineData("testing", null, true)]
    [InlineData("waiting", "wip_limit", true)]
    [InlineData("waiting", "frozen", true)]
    [InlineData("waiting", "not_approved", false)]
    [InlineData("waiting", "queued", false)]
    [InlineData("held", "held", false)]
    public void Whoever_goes_from_waiting_to_being_tested_came_into_line_though_it_never_stood_there(
        string kind,
        string? code,
        bool arrives
    )
    {
        var trip = Trip.Of(Opened(1), [Pull(1, 2, "waiting", "draft"), Pull(1, 5, kind, code)]);

        Assert.Equal(arrives ? At(5) : null, trip.Queued);
    }

    [Theory]
    [InlineData("not_approved", Stage.People, 1)]
    [InlineData("changes_requested", Stage.People, 1)]
    [InlineData("draft", Stage.People, 0)]
    [InlineData("frozen", Stage.Queue, 0)]
    [InlineData("budget_exhausted", Stage.Queue, 0)]
    public void Who_is_waited_for_follows_from_the_code(string code, Stage stage, int questions)
    {
        var trip = Trip.Of(Opened(1), [Pull(1, 3, "waiting", code)]);

        Assert.Equal(new Waiting(stage, At(3)), trip.Now);
        Assert.Equal(questions, trip.Questions);
    }

    [Fact]
    public void What_left_the_queue_waits_for_nothing_and_what_is_asked_for_again_does()
    {
        Happening[] left = [Pull(1, 2, "queued"), Pull(1, 6, "left", "dequeued")];

        Assert.Null(Trip.Of(Opened(1), left).Now);
        Assert.Equal(At(6), Trip.Of(Opened(1), left).Out);
        Assert.Equal(new Waiting(Stage.Queue, At(8)), Trip.Of(Opened(1), [.. left, Pull(1, 8, "queued")]).Now);
    }

    [Theory]
    [InlineData("Reverted", true)]
    [InlineData("Regressed", true)]
    [InlineData("Hotfixed", true)]
    [InlineData("Landed", false)]
    [InlineData("BrokeBuild", false)]
    public void A_change_failed_when_it_was_bad_in_production(string ending, bool failed) =>
        Assert.Equal(failed ? At(30) : null, Trip.Of(Opened(1), [Pull(1, 1, "queued"), Lane(5, "landed", 1), Ended(1, 30, ending)]).Failed);

    [Fact]
    public void What_broke_a_build_and_never_landed_did_not_fail() => Assert.Null(Trip.Of(Opened(1), [Ended(1, 3, "Regressed")]).Failed);

    [Fact]
    public void What_is_merged_without_the_queue_has_landed() => Assert.Equal(At(4), Trip.Of(Opened(1), [Pull(1, 4, "merged")]).Landed);

    [Fact]
    public void What_was_taken_back_is_not_live()
    {
        var trip = Trip.Of(Opened(1), [Pull(1, 1, "queued"), Lane(5, "landed", 1), Pull(1, 9, "regressed"), Pull(1, 12, "reverted")]);

        Assert.Null(trip.Live);
        Assert.Null(trip.Now);
        Assert.Equal(trip.Lead, trip.People + trip.Queue + trip.Ci + trip.Deploy);
    }
}
