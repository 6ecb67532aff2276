using Sluice.Flow.Queue;
using static Sluice.Flow.Tests.Queue.Sighted;

namespace Sluice.Flow.Tests.Queue;

/// <summary>What is done about builds that failed: who is tried again, and who is ejected.</summary>
public sealed class SchedulerBlameTests
{
    [Fact]
    public void A_red_set_is_split_where_passing_is_a_coin_toss_and_never_built_whole()
    {
        var starts = Plan(Sight(4, fails: 0.1) with { Reds = [new Observation([1, 2, 3, 4], 1)], Slots = 1 }).Start;

        Assert.Equal([1, 2], Assert.Single(starts).Members);
        Assert.Null(starts[0].On);
    }

    [Fact]
    public void The_riskier_of_a_red_pair_is_left_for_last()
    {
        var sight = Sight(2, fails: 0.02) with { Reds = [new Observation([1, 2], 1)], Slots = 1 };

        Assert.Equal([2], Plan(sight with { Pulls = [sight.Pulls[0] with { Fails = 0.2 }, sight.Pulls[1]] }).Start[0].Members);
    }

    [Fact]
    public void Both_halves_are_probed_where_slots_are_free() =>
        Assert.Equal(
            [1, 1],
            Plan(Sight(2, fails: 0.05) with { Reds = [new Observation([1, 2], 1)] }).Start.Select(start => start.Members.Count)
        );

    [Fact]
    public void A_lone_red_pull_of_whom_little_was_feared_is_tried_again()
    {
        var plan = Plan(Sight(1, fails: 0.02) with { Reds = [new Observation([1], 1)] });

        Assert.Empty(plan.Eject);
        Assert.Equal([1], Assert.Single(plan.Start).Members);
    }

    [Fact]
    public void A_lone_red_pull_that_was_feared_is_ejected_at_once()
    {
        var ejection = Assert.Single(Plan(Sight(1, fails: 0.3) with { Reds = [new Observation([1], 1)] }).Eject);

        Assert.InRange(ejection.Confidence, 0.98, 1);
    }

    [Fact]
    public void Retries_end_even_where_the_flake_rate_leaves_doubt()
    {
        var ejection = Assert.Single(Plan(Sight(1, fails: 0.02) with { Reds = [new Observation([1], 2)], Flake = 0.2 }).Eject);

        Assert.InRange(ejection.Confidence, 0.2, 0.97);
    }

    [Fact]
    public void What_is_known_bad_by_deduction_is_not_built() =>
        Assert.Empty(Plan(Sight(1, fails: 0.3) with { Reds = [new Observation([1], 1)] }).Start);

    [Theory]
    [InlineData(1, 0.01, 1)]
    [InlineData(2, 0.01, 0)]
    [InlineData(1, 0.03, 0)]
    public void With_one_slot_a_little_more_doubt_is_enough_unless_builds_often_flake(int slots, double flake, int ejected) =>
        Assert.Equal(
            ejected,
            Plan(
                Sight(1, fails: flake > 0.02 ? 0.3 : 0.16) with
                {
                    Slots = slots,
                    Flake = flake,
                    Reds = [new Observation([1], 1)],
                }
            ).Eject.Count
        );

    [Fact]
    public void With_one_slot_who_failed_alone_is_tried_again_with_the_next()
    {
        var sight = Sight(2, fails: 0.05) with { Slots = 1, Reds = [new Observation([1], 1)] };

        Assert.Equal([1, 2], Assert.Single(Plan(sight).Start).Members);
        Assert.Equal([2], Assert.Single(Plan(sight with { Pulls = [sight.Pulls[0] with { Bare = true }, sight.Pulls[1]] }).Start).Members);
        Assert.Equal(
            [1],
            Plan(sight with { Reds = [.. sight.Reds, new Observation([1, 2], 1)] }).Eject.Select(ejection => ejection.Number)
        );
    }

    [Fact]
    public void With_one_slot_a_build_is_what_is_expected_to_land_most()
    {
        var sight = Sight(3, fails: 0.02) with { Slots = 1, Reds = [new Observation([1, 2], 1)] };

        Assert.Equal([1, 3], Assert.Single(Plan(sight).Start).Members);
    }

    [Fact]
    public void Who_shares_every_failure_is_blamed_though_it_once_passed()
    {
        var sight = Sight(9, fails: 0.03) with
        {
            Reds = [new Observation([1, 2, 3], 1), new Observation([1, 4, 5], 1), new Observation([1, 6], 1), new Observation([1, 7], 1)],
        };
        sight = sight with { Pulls = [sight.Pulls[0] with { Proof = new Proof(3, false) }, .. sight.Pulls.Skip(1)] };

        Assert.Equal(1, Assert.Single(Plan(sight).Eject).Number);
    }

    [Fact]
    public void Whom_a_landing_leaves_alone_with_the_blame_is_ejected_with_it()
    {
        var sight = Sight(2, fails: 0.3) with
        {
            Reds = [new Observation([1, 2], 1)],
            Flights = [Flight("probe", [1]) with { Green = true }],
        };

        var plan = Plan(sight);

        Assert.Equal("probe", plan.Land);
        Assert.Equal([2], plan.Eject.Select(ejection => ejection.Number));
    }
}
