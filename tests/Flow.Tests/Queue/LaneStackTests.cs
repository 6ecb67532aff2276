using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Pulls that stand on others: they come behind them, with them where that can be, and never without them.</summary>
public sealed class LaneStackTests
{
    private const int Pulls = 4;

    [Fact]
    public void A_chain_lands_in_one_build_in_its_order_whoever_asked_first()
    {
        var lane = new Lane(On(1, 2), On(2, 3), Values.Entry(3)).Compose();

        Assert.Equal([3, 2, 1], lane.Only.Content.Select(member => member.Number));
        Assert.Equal([3, 2, 1], lane.Ledger.Line.Select(entry => entry.Number));
        lane.CheckAll(CheckState.Success).Land();
        Assert.All([1, 2, 3], number => Assert.Equal(PullState.Landed, lane.Outcome(number).State));
    }

    [Fact]
    public void Who_waits_is_told_for_whom()
    {
        var lane = new Lane(Values.Entry(1) with { Alone = true }, On(2, 1)).Compose();

        var place = lane.Place(2);

        Assert.Equal((PullState.Queued, 2, "It lands behind #1, which it depends on."), (place.State, place.Position, place.Because));
        Assert.Equal([1], place.With);
    }

    [Fact]
    public void When_what_it_stands_on_is_put_out_it_stays_and_nothing_is_built_of_it()
    {
        var lane = new Lane(Values.Entry(1, 0.5), On(2, 1)).With(queue => queue with { Retries = 0 }).Compose();
        Settle(lane, [1]);

        Assert.Equal(PullState.Ejected, lane.Outcome(1).State);
        Assert.DoesNotContain(lane.Ledger.Outcomes, outcome => outcome.Number == 2);
        Assert.Empty(lane.Turn().Ledger.Builds);
        Assert.Equal([1], lane.Place(2).With);
    }

    [Fact]
    public void A_conflict_that_leaves_the_lower_one_out_takes_the_upper_one_along()
    {
        var lane = new Lane(Values.Entry(1), On(2, 1)).Turn();
        lane.Compose(lane.Only.Id, [new Conflict(1, null, ["a"])]).Turn();

        Assert.Equal(Code.MergeConflict, lane.Outcome(1).Code);
        Assert.Empty(lane.Ledger.Builds);
        Assert.DoesNotContain(lane.Plan.Moves, move => move is LaneMove.Land);
    }

    [Fact]
    public void A_description_that_changes_while_it_is_tested_takes_its_build_back()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).Compose();
        lane.Turn(seen => seen with { Entries = [Values.Entry(1), On(2, 9)] });

        lane.Compose().CheckAll(CheckState.Success).Turn();

        Assert.DoesNotContain(lane.Ledger.Landing?.Pulls ?? [], pull => pull.Number == 2);
        Assert.All(lane.Ledger.Builds, build => Assert.DoesNotContain(build.Content, member => member.Number == 2));
    }

    [Fact]
    public void An_upper_one_that_is_urgent_lifts_nobody()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(3), On(2, 3) with { Priority = Priority.Urgent }).Turn();

        Assert.Equal([1, 3, 2], lane.Ledger.Line.Select(entry => entry.Number));
    }

    [Fact]
    public void Nobody_rides_on_a_pull_that_is_to_be_tested_alone_or_in_a_hurry()
    {
        foreach (var lower in new[] { Values.Entry(1) with { Alone = true }, Values.Entry(1, priority: Priority.Urgent) })
        {
            var lane = new Lane(lower, On(2, 1)).Compose();

            Assert.Equal([1], lane.Only.Content.Select(member => member.Number));
            Assert.Equal([2], lane.CheckAll(CheckState.Success).Land().Compose().Only.Content.Select(member => member.Number));
        }
    }

    [Fact]
    public void The_limit_of_its_author_lets_the_lower_one_in_first()
    {
        var lane = new Lane(On(1, 2), Values.Entry(2));
        lane.Seen = lane.Seen with { Allowances = [new Allowance(PartyKind.Author, "ada", 1, 1)] };

        lane.Compose();

        Assert.Equal([2], lane.Only.Content.Select(member => member.Number));
        Assert.Equal([1], lane.Ledger.Outside.Select(kept => kept.Number));
    }

    [Fact]
    public void It_is_aimed_at_the_lane_before_the_base_moves_and_only_then_lands()
    {
        var lane = new Lane(Values.Entry(1), On(2, 1) with { Aim = "feature" }).Compose().CheckAll(CheckState.Success);

        Assert.Equal([new LaneMove.Retarget(2, "main")], lane.Plan.Moves.Where(move => move is LaneMove.Retarget or LaneMove.Land));
        lane.Turn(seen => seen with { Entries = [Values.Entry(1), On(2, 1)] });
        Assert.IsType<LaneMove.Land>(Assert.Single(lane.Plan.Moves, move => move is LaneMove.Retarget or LaneMove.Land));
    }

    [Fact]
    public void What_GitHub_will_not_aim_at_the_lane_is_put_out_and_the_others_land()
    {
        var lane = new Lane(Values.Entry(1), On(2, 1) with { Aim = "feature" }).Compose().CheckAll(CheckState.Success);
        lane.Turn(seen =>
            seen with
            {
                Entries = [Values.Entry(1), On(2, 1) with { Aim = "feature", AimRefused = "A pull request already exists." }],
            }
        );

        Assert.Equal((PullState.Ejected, Code.DependsOn), (lane.Outcome(2).State, lane.Outcome(2).Code));
        Settle(lane, []);
        Assert.Equal(PullState.Landed, lane.Outcome(1).State);
    }

    /// <summary>
    /// Every way in which four pulls can stand on one another without a ring, in every order of coming, with nobody bad or any one:
    /// exhaustively.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Nobody_ever_lands_without_what_it_stands_on_and_everybody_else_lands(int bad)
    {
        var pairs = (from upper in Enumerable.Range(1, Pulls) from lower in Enumerable.Range(1, upper - 1) select (upper, lower)).ToList();
        for (var graph = 0; graph < 1 << pairs.Count; graph++)
        {
            var on = pairs.Where((_, index) => (graph >> index & 1) == 1).ToLookup(pair => pair.upper, pair => pair.lower);
            var orders = (int[][])
                [
                    [1, 2, 3, 4],
                    [4, 3, 2, 1],
                    [2, 4, 1, 3],
                ];
            foreach (var coming in orders)
            {
                var entries = Enumerable
                    .Range(1, Pulls)
                    .Select(number => On(number, [.. on[number]]) with { Since = Values.Noon.AddSeconds(Array.IndexOf(coming, number)) });
                var lane = new Lane([.. entries]);
                var landed = Settle(lane.Compose(), bad == 0 ? [] : [bad]);

                Assert.Equal(Enumerable.Range(1, Pulls).Where(number => !StandsOn(number, bad, on)), landed.Order());
                Assert.All(
                    landed.Select((number, place) => (number, place)),
                    each => Assert.All(on[each.number], lower => Assert.InRange(landed.IndexOf(lower), 0, each.place - 1))
                );
            }
        }
    }

    private static bool StandsOn(int number, int bad, ILookup<int, int> on) =>
        number == bad || on[number].Any(lower => StandsOn(lower, bad, on));

    private static Entry On(int number, params int[] lower) => Values.Entry(number) with { After = lower.ToRow() };

    /// <summary>
    /// CI fails whatever holds a bad one, and the base takes what lands, until nothing is built any more; who landed, in merge order.
    /// </summary>
    private static List<int> Settle(Lane lane, int[] bad)
    {
        var landed = new List<int>();
        for (var turn = 0; turn < 60; turn++)
        {
            if (lane.Ledger.Landing is { } landing)
            {
                landed.AddRange(landing.Pulls.Select(pull => pull.Number));
                lane.Land();
            }

            lane.Compose();
            foreach (var build in lane.Ledger.Builds.Where(build => build.State == BuildState.Running))
            {
                lane.Check(build, build.Content.Any(member => bad.Contains(member.Number)) ? CheckState.Failure : CheckState.Success);
            }

            lane.After(TimeSpan.FromMinutes(10));
        }

        return landed;
    }
}
