using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>A failure that says where it is, in a lane.</summary>
public sealed class LanePointingTests
{
    [Fact]
    public void Who_alone_touches_the_place_of_the_failure_is_suspected_most_and_the_others_go_on_together()
    {
        var lane = Failed("src/4.cs");

        Assert.Equal([4], Assert.Single(lane.Ledger.Reds).Pointed.Where(one => one.Path is not null).Select(one => one.Number));
        var next = lane.Ledger.Builds.OrderByDescending(build => build.Members.Count).First();
        Assert.Equal([1, 2, 3, 5, 6, 7, 8], next.Members.Select(member => member.Number));
        Assert.InRange(next.Odds, 0.4, 1); // an eighth, were all alike
    }

    [Fact]
    public void Put_out_it_is_told_at_which_path()
    {
        var lane = Failed("src/4.cs");
        while (lane.Ledger.Outcomes.Count == 0)
        {
            Assert.InRange(lane.Ledger.Serial, 1, 5);
            lane.Compose();
            foreach (var build in lane.Ledger.Builds.ToList())
            {
                var bad = build.Content.Any(member => member.Number == 4);
                lane.Check(build, bad ? CheckState.Failure : CheckState.Success).Note(build, bad ? ["src/4.cs"] : []);
            }

            lane.Turn();
        }

        var outcome = lane.Outcome(4);
        Assert.Equal(Code.ChecksFailed, outcome.Code);
        Assert.Contains("at src/4.cs, which it changes", outcome.Because, StringComparison.Ordinal);
        Assert.True(outcome.Confidence >= Knobs.Default.Bar(1, lane.Ledger.Learnt.FlakeRate));
    }

    [Theory]
    [InlineData("src/elsewhere.cs")]
    [InlineData("src/all.cs")]
    public void A_place_that_nobody_touches_says_nothing_and_one_that_all_touch_next_to_nothing(string place)
    {
        var (with, without) = (Failed(place), Failed());

        Assert.Equal(
            without.Ledger.Builds.Select(build => string.Join(',', build.Members.Select(member => member.Number))),
            with.Ledger.Builds.Select(build => string.Join(',', build.Members.Select(member => member.Number)))
        );
    }

    [Fact]
    public void A_place_that_a_check_names_which_fails_on_the_base_too_points_at_nobody()
    {
        var lane = Batch();
        lane.Seen = lane.Seen with { BaseChecks = [Values.Check("ci/test", CheckState.Failure) with { Completed = Values.Noon }] };
        var build = lane.Only;
        lane.With(queue => queue with { Checks = ["ci/*"] });
        lane.Check(Values.Check("ci/test", CheckState.Failure), Values.Check("ci/lint", CheckState.Failure) with { Id = 2 })
            .Note(build, "src/4.cs")
            .Turn();

        Assert.Empty(Assert.Single(lane.Ledger.Reds).Pointed);
    }

    [Fact]
    public void Where_who_was_pointed_at_has_landed_the_failure_was_not_its_own_and_points_at_nobody()
    {
        Assert.Empty(Landed(1).Pointed);
        Assert.Equal([1, 3], Landed(2).Pointed.Select(one => one.Number));
    }

    /// <summary>What is left of a red set of three that points at the first, once one of them has landed.</summary>
    private static RedSet Landed(int number)
    {
        var red = new RedSet([.. Enumerable.Range(1, 3).Select(each => new Member(each, Values.HeadOf(each), "", "ada"))], 1, [])
        {
            Excuse = 0.01,
            Pointed = [new Pointed(1, 3.5, "a"), new Pointed(2, 0.5, null), new Pointed(3, 0.5, null)],
        };
        var lane = new Lane([.. Enumerable.Range(1, 3).Select(each => Values.Entry(each))]);
        var (before, after) = (lane.Seen.Head, Values.Sha("landed"));
        var row = new Landed(number, "", "ada", Values.HeadOf(number), before, after, after, "main", Band.Low, 0.05, [], Values.Noon)
        {
            Ticket = 1,
        };
        var ledger = LaneLedger.New with
        {
            Head = before,
            Reds = [red],
            Landing = new Landing("b1", before, after, Values.Sha("tree"), Values.Noon) { Pulls = [row] },
        };
        return Assert.Single(lane.Turn(seen => seen with { Ledger = ledger, Head = after, HeadTree = Values.Sha("tree") }).Ledger.Reds);
    }

    private static Lane Failed(params string[] places)
    {
        var lane = Batch();
        var build = lane.Only;
        return lane.Check(build, CheckState.Failure).Note(build, places).Turn();
    }

    /// <summary>Eight in one build, each with a file of its own and one that all have.</summary>
    private static Lane Batch()
    {
        var lane = new Lane([
            .. Enumerable
                .Range(1, 8)
                .Select(number => Values.Entry(number, fails: 0.05) with { Paths = [$"src/{number}.cs", "src/all.cs"] }),
        ])
            .With(queue => queue with { Slots = 1 })
            .Compose();
        Assert.Equal(8, lane.Only.Members.Count);
        return lane;
    }
}
