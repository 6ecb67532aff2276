using Sluice.Flow.Flows;
using static Sluice.Flow.Tests.Flows.Day;

namespace Sluice.Flow.Tests.Flows;

public sealed class FlowMeasuresTests
{
    [Fact]
    public void Nothing_has_no_figures()
    {
        var report = FlowMeasures.Of([], [], At(0), At(600));

        Assert.Null(report.Lead);
        Assert.Empty(report.Stages);
        Assert.Null(report.Bottleneck);
        Assert.Null(report.All.Failed.Share);
        Assert.Null(report.CiMinutesPerLanded);
        Assert.False(report.Load.Outgrows);
    }

    [Fact]
    public void Means_of_the_stages_add_up_to_that_of_the_lead_time()
    {
        var unlike = Trip.Of(Opened(9), [Pull(9, 30, "queued"), Pull(9, 31, "testing"), Lane(90, "landed", 9)]);

        var report = FlowMeasures.Of([Smooth(1, 0), Smooth(2, 100), unlike], [], At(0), At(600));

        Assert.Equal(report.Lead!.Mean, report.Stages.Sum(stage => stage.Length.Mean), 6);
        Assert.Equal((3, 15 * 60.0), (report.Lead.Count, report.Lead.Median));
    }

    [Fact]
    public void Only_what_landed_since_then_counts()
    {
        var report = FlowMeasures.Of([Smooth(1, 0), Smooth(2, 100)], [], At(60), At(600));

        Assert.Equal((1, 1), (report.Landed, report.Opened));
    }

    [Fact]
    public void The_bottleneck_is_where_the_most_time_is_being_lost()
    {
        var waits = Trip.Of(Opened(1), [Pull(1, 10, "waiting", "not_approved")]);
        var tested = Enumerable
            .Range(2, 3)
            .Select(number => Trip.Of(Opened(number), [Pull(number, 40, "queued"), Pull(number, 50, "testing")]));
        var unasked = Trip.Of(Opened(8), []);

        var report = FlowMeasures.Of([waits, .. tested, unasked], [], At(0), At(80));

        Assert.Equal(new Bottleneck(Stage.Ci, 3, 3 * 30 * 60, 2, 30 * 60), report.Bottleneck);
    }

    [Fact]
    public void Failures_are_told_by_agent_and_the_version_of_its_model_over_time()
    {
        var trips = new[]
        {
            Smooth(1, 0, "Codex", fails: 31) with
            {
                Model = "gpt-5.1",
            },
            Smooth(2, 0, "Codex") with
            {
                Model = "gpt-5.2",
            },
            Smooth(3, 0, "Codex"),
            Smooth(4, 0),
        };

        var report = FlowMeasures.Of(trips, [], At(0), At(24 * 60));

        Assert.Equal(
            [("Codex, gpt-5.1", 1.0), ("Codex, gpt-5.2", 0.0)],
            report.ByModel.Select(model => (model.Who, model.Failed.Share!.Value))
        );
        Assert.Equal(
            [new AgentPeriod("Codex, gpt-5.1", 1, 1), new AgentPeriod("Codex, gpt-5.2", 1, 0)],
            report.Periods.SelectMany(period => period.Models)
        );
    }

    [Fact]
    public void The_model_of_a_trip_is_that_of_the_line_that_last_told_its_origin()
    {
        Happening Said(double minute, string? model) => Pull(1, minute, "queued", agent: "Codex") with { Model = model };

        Assert.Equal("Codex, gpt-5.2", Trip.Of(Opened(1), [Said(2, "gpt-5.1"), Said(3, "gpt-5.2"), Lane(10, "landed", 1)]).AgentAndModel);
        Assert.Null(Trip.Of(Opened(1), [Said(2, "gpt-5.1"), Said(3, null)]).AgentAndModel);
    }

    [Fact]
    public void Failures_and_restores_are_told_by_agent()
    {
        Happening[] lines = [Rollout(30, "regressed", 1, 2), Rollout(34, "rolled_back", 1, 2), Rollout(50, "promoted", 2)];

        var report = FlowMeasures.Of(
            [Smooth(1, 0, "Codex", fails: 31), Smooth(2, 0, "Codex"), Smooth(3, 0, "Jules"), Smooth(4, 0)],
            lines,
            At(0),
            At(24 * 60)
        );

        Assert.Equal(["Codex", "Jules"], report.ByAgent.Select(agent => agent.Who));
        Assert.Equal((2, 1, 0.5), (report.ByAgent[0].Failed.Of, report.ByAgent[0].Failed.Are, report.ByAgent[0].Failed.Share));
        Assert.Equal(4 * 60, report.ByAgent[0].Restore?.Median);
        Assert.Null(report.ByAgent[1].Restore);
        Assert.Equal(["agent", "none"], report.ByOrigin.Select(origin => origin.Who));
        Assert.Equal(4, report.All.PerDay);
        Assert.Equal((4, 1), (report.All.Landed, report.All.Failed.Are));
    }

    [Fact]
    public void Where_checks_tell_no_times_the_builds_own_is_paid_for()
    {
        var statuses = Lane(5, "green", 1) with { Checks = [new("ci", null), new("lint", null)], Ran = 240 };
        var mixed = Lane(8, "green", 1) with { Checks = [new("ci", 60), new("lint", null)], Ran = 600 };

        Assert.Equal(5, FlowMeasures.Of([Smooth(1, 0)], [statuses, mixed], At(0), At(600)).CiMinutesPerLanded!.Value, 9);
    }

    [Fact]
    public void A_build_is_paid_for_by_all_that_it_held()
    {
        var red = Lane(5, "red", 1, 2) with { Checks = [new("test", 120), new("lint", 60), new("late", null)] };
        var green = Lane(8, "green", 1) with { Checks = [new("test", 30)] };

        var report = FlowMeasures.Of([Smooth(1, 0, "Codex"), Smooth(2, 0)], [red, green], At(0), At(600));

        Assert.Equal(210 / 60.0 / 2, report.CiMinutesPerLanded!.Value, 9);
        Assert.Equal(2, Assert.Single(report.ByAgent).CiMinutes, 9);
    }

    [Fact]
    public void Where_nothing_is_deployed_what_landed_waits_for_nothing()
    {
        var landed = Trip.Of(Opened(1, 0), [Pull(1, 1, "queued"), Lane(2, "landed", 1)]);

        var (without, with) = (
            FlowMeasures.Of([landed], [Lane(2, "landed", 1)], At(0), At(60)),
            FlowMeasures.Of([landed], [Rollout(3, "deploying", 1)], At(0), At(60))
        );

        Assert.Null(without.Bottleneck);
        Assert.Equal(0, without.All.InFlight);
        Assert.Equal((Stage.Deploy, 1), (with.Bottleneck!.Stage, with.All.InFlight));
    }

    [Fact]
    public void Periods_hold_every_arrival_drain_and_landing_once()
    {
        var trips = Enumerable
            .Range(1, 50)
            .Select(number => Smooth(number, number * 17, number % 2 == 0 ? "Codex" : null, number == 8 ? 900 : null))
            .ToList();
        var out_ = Trip.Of(Opened(99, 3), [Pull(99, 4, "queued"), Pull(99, 5, "ejected", "checks_failed")]);

        var report = FlowMeasures.Of([.. trips, out_], [Lane(3, "building", 1)], At(0), At(1000));

        Assert.InRange(report.Periods.Count, 2, 40);
        Assert.Equal(
            (51, 51, 50, 1),
            (
                report.Periods.Sum(each => each.Arrived),
                report.Periods.Sum(each => each.Drained),
                report.Periods.Sum(each => each.Landed),
                report.Periods.Sum(each => each.Failed)
            )
        );
        Assert.Equal(
            (25, 1),
            (
                report.Periods.Sum(each => each.Agents.Sum(agent => agent.Landed)),
                report.Periods.Sum(each => each.Agents.Sum(agent => agent.Failed))
            )
        );
        Assert.All(
            report.Periods.Zip(report.Periods.Skip(1)),
            pair => Assert.Equal(report.PeriodSeconds, (pair.Second.From - pair.First.From).TotalSeconds)
        );
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 6, true)]
    public void Velocity_outgrows_people_when_more_lands_and_each_landing_asks_for_more(int early, int late, bool outgrows)
    {
        var trips = Enumerable.Range(1, 12).Select(number => Smooth(number, number <= 4 ? number : 500 + number)).ToList();
        var lines = Enumerable
            .Range(1, early)
            .Select(at => Rollout(at, "asking", 1))
            .Concat(Enumerable.Range(1, late).Select(at => Rollout(600 + at, "asking", 5)))
            .ToList();

        var load = FlowMeasures.Of(trips, lines, At(0), At(1000)).Load;

        Assert.Equal(outgrows, load.Outgrows);
        Assert.Equal(2, load.Growth);
        Assert.Equal((early + late, 0, 0), (load.Questions, load.Rollbacks, load.Incidents));
    }

    [Fact]
    public void What_hurts_people_counts_as_what_it_is()
    {
        Happening[] lines =
        [
            Rollout(1, "regressed", 1),
            Rollout(2, "rolled_back", 1),
            Lane(3, "halted"),
            Lane(4, "base_red", 1),
            Rollout(5, "asking", 1),
            Lane(6, "green", 1),
        ];

        var load = FlowMeasures.Of([Smooth(1, 0)], lines, At(0), At(60)).Load;

        Assert.Equal((1, 1, 3, 500.0), (load.Questions, load.Rollbacks, load.Incidents, load.PerHundred));
    }
}
