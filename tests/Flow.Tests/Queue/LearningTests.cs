using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>What a lane learns of its repository.</summary>
public sealed class LearningTests
{
    [Fact]
    public void What_fades_keeps_the_mean_of_its_times()
    {
        var hour = new HourLearnt(9, 900, 3);
        var check = new CheckLearnt("test", 6, 0, 0, 900, 270_000, 3);
        var full = new Estimates(1000, 0, 0, 900, 3, 0)
        {
            BuildSquares = 270_000,
            Hours = [hour],
            Checks = [check],
        };

        var faded = Learning.Ended(full, TimeSpan.FromSeconds(300), [], green: true);
        Assert.Equal(300, faded.BuildTime.TotalSeconds, 1);
        Assert.Equal((300.0, 1), (faded.Hours[0].Seconds, faded.Hours[0].Timed));
        Assert.Equal((300.0, 1), (faded.Checks[0].Seconds, faded.Checks[0].Timed));
    }

    [Fact]
    public void Builds_and_checks_are_timed_with_their_spread()
    {
        var lane = new Lane(Values.Entry(1)).Compose();
        var began = lane.Seen.Now;
        lane.Check(Values.Check("ci/test", CheckState.Success) with { Started = began, Completed = began.AddMinutes(4) })
            .After(TimeSpan.FromMinutes(5));

        var learnt = lane.Ledger.Learnt;
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.Zero, 1), (learnt.BuildTime, learnt.BuildSpread, learnt.Green));
        var check = Assert.Single(learnt.Checks);
        Assert.Equal(("ci/test", 1, 0, TimeSpan.FromMinutes(4)), (check.Name, check.Runs, check.Failures, check.Time));
    }

    [Fact]
    public void A_spread_is_the_standard_deviation() =>
        Assert.Equal(
            2,
            new Estimates(BuildSeconds: 40, Timed: 8) { BuildSquares = (2 * 2) + (3 * 4 * 4) + (2 * 5 * 5) + (7 * 7) + (9 * 9) }
                .BuildSpread
                .TotalSeconds,
            9
        );

    [Fact]
    public void A_flake_is_written_down_to_its_check()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.01)).Compose().CheckAll(CheckState.Failure).Compose().CheckAll(CheckState.Success);

        Assert.Equal(("ci/test", 2, 1, 1), Told(Assert.Single(lane.Ledger.Learnt.Checks)));
    }

    [Fact]
    public void Pulls_that_fail_oftener_than_feared_are_feared_more()
    {
        var feared = new Estimates()
        {
            Ended = 40,
            Failed = 20,
            Feared = 4,
        };

        Assert.Equal((20 + 5) / (4 + 5.0), feared.Harshness, 9);
        Assert.Equal(21 / 60.0, feared.FailureRate, 9);
        Assert.Equal(1, new Estimates().Harshness);
        Assert.Equal(
            4,
            new Estimates()
            {
                Ended = 900,
                Failed = 800,
                Feared = 1,
            }.Harshness
        );
    }

    [Fact]
    public void Ends_are_counted_once_each_when_their_pulls_have_taken_them_in()
    {
        Estimates Settled(Lane lane) =>
            lane.Turn(seen => seen with { Entries = [], Settled = [new SettledTicket(1, 1)] }).Turn().Ledger.Learnt;
        var landed = Settled(new Lane(Values.Entry(1, fails: 0.1)).Compose().CheckAll(CheckState.Success).Land());
        var ejected = Settled(new Lane(Values.Entry(1, fails: 0.6)).Compose().CheckAll(CheckState.Failure));

        Assert.Equal((1, 0, 0.1), (landed.Ended, landed.Failed, landed.Feared));
        Assert.Equal((1, 1, 0.6), (ejected.Ended, ejected.Failed, ejected.Feared));
    }

    [Fact]
    public void Pairs_that_are_never_seen_make_the_rate_fall_and_one_that_is_makes_it_rise()
    {
        Assert.Equal(Sights.PairRate, new Estimates().PairRate, 12);
        Assert.InRange(new Estimates { PairsMet = 5000 }.PairRate, 0.00014, 0.00016);
        Assert.InRange(new Estimates { PairsMet = 100, Pairs = 3 }.PairRate, 0.0008, 0.001);
    }

    [Fact]
    public void What_was_long_ago_counts_half()
    {
        var old = new Estimates(900, 100, 20, 60000, 1000)
        {
            Checks = [new CheckLearnt("ci/test", 1000, 100, 20)],
            Ended = 500,
            Failed = 50,
        };

        var now = Learning.Ended(old, TimeSpan.FromMinutes(1), [Values.Check("ci/test", CheckState.Success)], green: true);

        Assert.Equal((451, 50, 10, 501, 250), (now.Green, now.Red, now.Flakes, now.Timed, now.Ended));
        Assert.Equal(("ci/test", 501, 50, 10), Told(Assert.Single(now.Checks)));
    }

    [Fact]
    public void Of_more_checks_than_are_told_apart_those_that_ran_most_are_kept()
    {
        var often = Enumerable
            .Range(0, 150)
            .Select(number => new CheckLearnt($"ci/{number}", 20))
            .OrderBy(check => check.Name, StringComparer.Ordinal)
            .ToRow();
        Row<Check> made =
        [
            .. Enumerable.Range(0, 400).Select(number => Values.Check($"a stranger's {number}", CheckState.Success)),
            Values.Check("ci/7", CheckState.Success),
        ];

        var now = Learning.Ended(new Estimates { Checks = often }, TimeSpan.FromMinutes(1), made, green: true);

        Assert.Equal(200, now.Checks.Count);
        Assert.Empty(often.Select(check => check.Name).Except(now.Checks.Select(check => check.Name)));
        Assert.Equal(21, now.Checks.Single(check => check.Name == "ci/7").Runs);
        Assert.Equal(now.Checks.Select(check => check.Name).Order(StringComparer.Ordinal), now.Checks.Select(check => check.Name));
    }

    [Fact]
    public void A_timeout_is_set_or_learnt_and_a_learnt_one_waits_for_ten_builds()
    {
        var set = new QueuePolicy { Timeout = TimeSpan.FromMinutes(45) };
        var auto = new QueuePolicy { TimeoutLearnt = true };
        var learnt = new Estimates(BuildSeconds: 12 * 600, Timed: 12) { BuildSquares = 12 * (600 * 600.0 + 3600) };

        Assert.Equal(45, Learning.Timeout(set, learnt, Values.Noon).TotalMinutes);
        Assert.Equal(60, Learning.Timeout(auto, learnt with { Timed = 9 }, Values.Noon).TotalMinutes);
        Assert.Equal(30, Learning.Timeout(auto, learnt, Values.Noon).TotalMinutes, 6);
        Assert.Equal(10, Learning.Timeout(auto, new Estimates(BuildSeconds: 20, Timed: 20), Values.Noon).TotalMinutes, 6);
    }

    [Fact]
    public void The_hour_of_the_day_counts_as_far_as_builds_tell_and_fades()
    {
        var learnt = new Estimates();
        for (var build = 0; build < 60; build++)
        {
            var isBusy = build % 3 == 0;
            learnt = Learning.Ended(learnt, TimeSpan.FromMinutes(isBusy ? 20 : 10), [], green: true, Values.Noon.AddHours(isBusy ? 2 : 14));
        }

        Assert.Equal((13.333, 20, 40), (Math.Round(learnt.BuildTime.TotalMinutes, 3), learnt.Hours[1].Timed, learnt.Hours[0].Timed));
        Assert.Equal(((1.5 * 20) + 10) / 30, learnt.Pace(14), 9);
        Assert.Equal(((0.75 * 40) + 10) / 50, learnt.Pace(2), 9);
        Assert.Equal(1, learnt.Pace(9));
        Assert.Equal(learnt.BuildTime * learnt.Pace(14), learnt.BuildTimeAt(Values.Noon.AddHours(2).ToOffset(TimeSpan.FromHours(9))));
        Assert.Equal(
            10,
            Learning
                .Ended(learnt with { Green = 1000 }, TimeSpan.FromMinutes(20), [], green: true, Values.Noon)
                .Hours.Single(one => one.Hour == 14)
                .Timed
        );
    }

    [Fact]
    public void A_build_that_begins_in_a_slow_hour_may_take_longer_before_it_is_given_up()
    {
        var learnt = new Estimates(BuildSeconds: 100 * 1200, Timed: 100)
        {
            BuildSquares = 100 * 1200.0 * 1200,
            Hours = [new HourLearnt(3, 40 * 600, 40), new HourLearnt(14, 40 * 2400, 40)],
        };
        var auto = new QueuePolicy { TimeoutLearnt = true };

        Assert.Equal(3 * 20 * 1.8, Learning.Timeout(auto, learnt, Values.Noon.AddHours(2)).TotalMinutes, 6);
        Assert.Equal(3 * 20, Learning.Timeout(auto, learnt, Values.Noon.AddHours(15)).TotalMinutes, 6);
    }

    [Fact]
    public void The_lane_writes_the_hour_down_and_what_it_says_of_the_time_to_go_follows_it()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2));
        lane.Seen = lane.Seen with
        {
            Ledger = LaneLedger.New with
            {
                Learnt = new Estimates(BuildSeconds: 600 * 50, Timed: 50) { Hours = [new HourLearnt(13, 600 * 50 * 1.5, 50)] },
            },
        };
        lane.Compose();

        Assert.Equal(TimeSpan.FromMinutes(10) * (85.0 / 60), lane.Place(1).Eta);
        Assert.Equal(51, Assert.Single(lane.CheckAll(CheckState.Success).Ledger.Learnt.Hours).Timed);
    }

    private static (string, int, int, int) Told(CheckLearnt check) => (check.Name, check.Runs, check.Failures, check.Flakes);
}
