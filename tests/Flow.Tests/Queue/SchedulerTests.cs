using Sluice.Flow.Queue;
using static Sluice.Flow.Tests.Queue.Sighted;

namespace Sluice.Flow.Tests.Queue;

public sealed class SchedulerTests
{
    [Fact]
    public void A_batch_follows_the_square_root_law() =>
        Assert.Equal(5, Plan(Sight(40, fails: 0.05) with { Slots = 40 }).Start[0].Members.Count);

    [Fact]
    public void A_flood_makes_batches_larger() =>
        Assert.True(
            Plan(Sight(40, fails: 0.01) with { Slots = 2 }).Start[0].Members.Count
                > Plan(Sight(40, fails: 0.01) with { Slots = 40 }).Start[0].Members.Count
        );

    [Fact]
    public void Further_groups_are_stacked_on_the_first()
    {
        var starts = Plan(Sight(12, fails: 0.05)).Start;

        Assert.Equal([null, "+1"], starts.Take(2).Select(start => start.On));
        Assert.All(starts.Take(2), start => Assert.Equal(BuildKind.Spine, start.Kind));
    }

    [Fact]
    public void The_oldest_is_always_in_the_first_group() => Assert.Contains(1, Plan(Sight(30, fails: 0.1)).Start[0].Members);

    [Fact]
    public void No_more_builds_are_started_than_slots_are_free() =>
        Assert.Equal(3, Plan(Sight(200, fails: 0.1) with { Slots = 3 }).Start.Count);

    [Fact]
    public void The_deepest_green_build_lands_in_one_push()
    {
        var sight = Sight(3) with
        {
            Flights =
            [
                Flight("a", [1]) with
                {
                    Green = true,
                },
                Flight("b", [2], [1, 2], "a") with
                {
                    Green = true,
                },
                Flight("c", [3], [1, 2, 3], "a", "b"),
            ],
        };

        Assert.Equal("b", Plan(sight).Land);
    }

    [Fact]
    public void A_green_build_on_an_old_base_never_lands() =>
        Assert.Null(Plan(Sight(1) with { Flights = [Flight("a", [1]) with { Green = true, Fits = false }] }).Land);

    [Fact]
    public void A_small_green_probe_waits_for_a_large_train_that_is_almost_there()
    {
        var sight = Sight(9, fails: 0.01) with
        {
            BuildTime = TimeSpan.FromMinutes(10),
            Flights =
            [
                Flight("probe", [9]) with
                {
                    Green = true,
                    Kind = BuildKind.Side,
                },
                Flight("train", [1, 2, 3, 4, 5, 6, 7, 8]) with
                {
                    Started = Values.Noon.AddMinutes(51),
                },
            ],
        };

        Assert.Null(Plan(sight).Land);
        var overtaken = sight.Pulls.Select(pull => pull.Number == 9 ? pull with { Overtaken = Values.Noon } : pull).ToRow();
        Assert.Equal("probe", Plan(sight with { Pulls = overtaken, MaxWait = TimeSpan.FromMinutes(60) }).Land);
    }

    [Fact]
    public void A_train_that_is_lost_is_cancelled_and_one_that_was_a_gamble_is_not()
    {
        var sight = Sight(3, fails: 0.1) with
        {
            Reds = [new Observation([1, 2], 2)],
            Flights = [Flight("train", [1, 2, 3]) with { Odds = 0.7 }],
        };

        Assert.Equal(["train"], Plan(sight).Cancel);
        Assert.Empty(Plan(sight with { Flights = [sight.Flights[0] with { Odds = 1e-5 }] }).Cancel);
    }

    [Fact]
    public void An_emergency_stands_on_what_is_safe_and_nothing_lands_across_it()
    {
        var sight = Sight(4, fails: 0.1) with { Flights = [Flight("safe", [2]), Flight("risky", [3, 4], [2, 3, 4], "safe")] };
        sight = sight with { Pulls = [sight.Pulls[0] with { Urgent = true }, .. sight.Pulls.Skip(1)] };

        var start = Plan(sight).Start[0];

        Assert.Equal(([1], "safe"), (start.Members, start.On));
        var urgent = Flight("urgent", [1], [2, 1], "safe");
        Assert.Null(Plan(sight with { Flights = [sight.Flights[0], sight.Flights[1] with { Green = true }, urgent] }).Land);
        Assert.Equal("safe", Plan(sight with { Flights = [sight.Flights[0] with { Green = true }, sight.Flights[1], urgent] }).Land);
    }

    [Fact]
    public void Whoever_wants_to_be_alone_is_alone()
    {
        var sight = Sight(3, fails: 0.01);

        var starts = Plan(sight with { Pulls = [sight.Pulls[0] with { MaxBatch = 1 }, .. sight.Pulls.Skip(1)] }).Start;

        Assert.Equal([1], starts[0].Members);
        Assert.Equal([2, 3], starts[1].Members);
    }

    [Fact]
    public void Whoever_waits_behind_another_is_not_built()
    {
        var sight = Sight(2, fails: 0.01);

        Assert.Equal([1], Assert.Single(Plan(sight with { Pulls = [sight.Pulls[0], sight.Pulls[1] with { Behind = [1] }] }).Start).Members);
    }

    [Fact]
    public void Stalled_it_builds_one_pull_at_a_time()
    {
        var start = Assert.Single(Plan(Sight(9, fails: 0.1) with { Stalled = true, Reds = [new Observation([1, 2, 3], 1)] }).Start);

        Assert.Equal([1], start.Members);
    }

    [Fact]
    public void A_second_build_waits_until_waiting_has_cost_as_much()
    {
        var sight = Sight(2, fails: 0.01) with { Slots = 2, BuildTime = TimeSpan.FromHours(48), Flights = [Flight("a", [1])] };

        var plan = Plan(sight);

        Assert.Empty(plan.Start);
        Assert.Equal(Values.Noon.AddHours(48 / 27.0 / Math.Pow(0.99 * 0.99, 4)), plan.WakeAt!.Value, TimeSpan.FromSeconds(1));
        Assert.Single(Plan(sight with { Now = plan.WakeAt!.Value }).Start);
    }

    [Fact]
    public void A_full_build_waits_for_no_company() =>
        Assert.Single(
            Plan(
                Sight(2, fails: 0.01) with
                {
                    Slots = 2,
                    BatchMax = 1,
                    BuildTime = TimeSpan.FromHours(48),
                    Flights = [Flight("a", [1])],
                }
            ).Start
        );

    [Fact]
    public void Under_a_flood_a_build_tests_a_coin_toss_and_takes_along_what_is_proven()
    {
        var sight = Sight(60, fails: 0.1) with { Slots = 2, Flights = [Flight("busy", [60])] };
        sight = sight with { Pulls = [sight.Pulls[0] with { Proof = new Proof(1, false) }, .. sight.Pulls.Skip(1)] };

        var start = Assert.Single(Plan(sight).Start);

        Assert.Equal(BuildKind.Side, start.Kind);
        Assert.Contains(1, start.Members);
        Assert.InRange(start.Odds, 0.45, 0.7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Where_a_build_may_add_but_a_few_each_is_stacked_to_land(int most) =>
        Assert.All(
            Plan(Sight(60) with { BatchMax = most }).Start,
            start =>
            {
                Assert.Equal(BuildKind.Spine, start.Kind);
                Assert.InRange(start.Members.Count, 1, most);
            }
        );

    [Fact]
    public void Who_rides_in_a_test_counts_towards_the_most_that_a_build_may_add()
    {
        var sight = Sight(60, fails: 0.1) with { Slots = 2, BatchMax = 6, Flights = [Flight("busy", [60])] };

        var start = Assert.Single(
            Plan(
                sight with
                {
                    Pulls = sight.Pulls.Select(pull => pull.Number <= 9 ? pull with { Proof = new Proof(1, false) } : pull).ToRow(),
                }
            ).Start
        );

        Assert.Equal(6, start.Members.Count);
        Assert.Contains(10, start.Members);
    }

    [Fact]
    public void A_probe_of_the_old_base_runs_on_for_what_it_teaches()
    {
        var fresh = Flight("side", [1]) with { Kind = BuildKind.Side, Fits = false };

        Assert.Empty(Plan(Sight(2) with { Flights = [fresh] }).Cancel);
    }
}
