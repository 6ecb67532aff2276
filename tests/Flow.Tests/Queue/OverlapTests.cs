using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>How near pulls come to each other, and what that is taken to mean.</summary>
public sealed class OverlapTests
{
    [Theory]
    [InlineData("src/a.cs", "", "src/a.cs", "", Overlap.File)]
    [InlineData("src/a.cs", "", "src/b.cs", "", Overlap.Folder)]
    [InlineData("src/a.cs", "", "docs/b.md", "", Overlap.Apart)]
    [InlineData("a.md", "", "b.md", "", Overlap.Apart)]
    [InlineData("src/a.cs", "", "", "", Overlap.Unknown)]
    [InlineData("src/a.cs", "//app", "docs/b.md", "//app", Overlap.Target)]
    [InlineData("src/a.cs", "//app", "src/b.cs", "//lib", Overlap.Apart)]
    [InlineData("src/a.cs", "//app", "src/b.cs", "", Overlap.Folder)]
    [InlineData("build/all.props", "", "docs/b.md", "", Overlap.Barrier)]
    [InlineData("build/all.props", "", "", "", Overlap.Barrier)]
    public void Two_overlap_by_target_file_barrier_or_folder(
        string paths,
        string targets,
        string othersPaths,
        string othersTargets,
        Overlap expected
    )
    {
        var overlaps = new Overlaps(["build/**"]);
        var (one, other) = (Print(1, paths, targets), Print(2, othersPaths, othersTargets));

        Assert.Equal(expected, overlaps.Between(one, other));
        Assert.Equal(expected, overlaps.Between(other, one));
    }

    [Fact]
    public void Before_anything_is_learnt_the_same_file_counts_three_times_and_what_is_apart_a_third()
    {
        var none = new Estimates();

        Assert.Equal(9e-4, none.PairRateOf(Overlap.File), 9);
        Assert.Equal(1e-4, none.PairRateOf(Overlap.Apart), 9);
        Assert.Equal(3e-4, none.PairRateOf(Overlap.Unknown), 9);
    }

    [Fact]
    public void Where_all_overlap_alike_the_kind_says_nothing()
    {
        var alike = Learning.Landed(new Estimates(), [.. Enumerable.Repeat(Overlap.File, 20_000)]);

        Assert.InRange(alike.PairRateOf(Overlap.File) / alike.PairRate, 0.75, 1);
    }

    [Fact]
    public void It_is_learnt_by_kind_with_whom_pulls_fail_and_it_fades()
    {
        var learnt = Learning.Landed(
            new Estimates(),
            [.. Enumerable.Repeat(Overlap.File, 1000), .. Enumerable.Repeat(Overlap.Apart, 9000)]
        );
        for (var pair = 0; pair < 20; pair++)
        {
            learnt = Learning.Over(learnt, 0.05, landed: false, pair: true, [Overlap.File]);
        }

        Assert.InRange(learnt.PairRateOf(Overlap.File), 0.007, 0.02);
        Assert.InRange(learnt.PairRateOf(Overlap.Apart), 1e-5, 5e-4);
        var faded = Learning.Ended(learnt with { Green = 1000 }, TimeSpan.Zero, [], green: true);
        Assert.Equal((10, 500), faded.Overlaps.Where(one => one.Overlap == Overlap.File).Select(one => (one.Pairs, one.Met)).Single());
    }

    [Fact]
    public void Who_fails_after_others_landed_is_told_the_nearest_of_them()
    {
        var lane = Beside(new Footprint(1, ["docs/a.md"], []), new Footprint(2, ["src/c.cs"], []), new Footprint(3, ["src/other.cs"], []));

        var ejected = lane.Outcome(4);
        Assert.Equal([2], ejected.With);
        Assert.Equal([new MetPull(2, Overlap.File)], ejected.Met);
        Assert.Contains("passes alone, fails together with #2, which landed first (ci/test)", ejected.Because, StringComparison.Ordinal);
        Assert.True(ejected.Confidence >= 0.98);
    }

    /// <summary>While the other lands, and is not on the base yet.</summary>
    [Fact]
    public void Who_fails_only_together_with_another_that_was_green_too_is_told_that_one()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).With(queue => queue with { Slots = 2 });
        for (var round = 0; lane.Compose().Ledger.Outcomes.Count == 0 && round < 12; round++)
        {
            foreach (var build in lane.Ledger.Builds)
            {
                lane.Check(build, build.Content.Count == 2 ? CheckState.Failure : CheckState.Success);
            }

            lane.Turn();
        }

        var ejected = lane.Outcome(2);
        Assert.Equal([1], ejected.With);
        Assert.Contains("passes alone, fails together with #1, which goes before it (ci/test)", ejected.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Pulls_that_touch_the_same_are_stacked_with_fewer_of_their_kind()
    {
        Sight Of(double near) =>
            new()
            {
                Now = Values.Noon.AddHours(1),
                Pulls = Enumerable
                    .Range(1, 12)
                    .Select(number => new Waiting(number, 0.01, Values.Noon) { Places = [number <= 6 ? 1 : number] })
                    .ToRow(),
                NearRate = near,
            };
        int Near(Schedule plan) => plan.Start[0].Members.Count(number => number <= 6);

        Assert.Equal(6, Near(Scheduler.Plan(Of(3e-4))));
        Assert.InRange(Near(Scheduler.Plan(Of(0.1))), 1, 3);
    }

    /// <summary>A fourth, green before three others landed, fails on what they made of the base.</summary>
    private static Lane Beside(params Footprint[] landed)
    {
        var (before, after) = (Values.Sha("base"), Values.Sha("landed"));
        var rows = landed.Select(one => new Landed(
            one.Number,
            "",
            "ada",
            Values.HeadOf(one.Number),
            before,
            after,
            after,
            "main",
            Band.Low,
            0.05,
            [],
            Values.Noon
        )
        {
            Ticket = 1,
        });
        var ledger = LaneLedger.New with
        {
            Head = before,
            Proven = [new ProvenPull(4, Values.HeadOf(4), 0)],
            Landing = new Landing("b1", before, after, Values.Sha("tree"), Values.Noon) { Pulls = rows.ToRow() },
        };
        var lane = new Lane(Values.Entry(4, fails: 0.02) with { Paths = ["src/c.cs"] })
            .With(queue => queue with { Retries = 5 })
            .Turn(seen => seen with { Ledger = ledger, Head = after, HeadTree = Values.Sha("tree"), LandingFootprints = landed.ToRow() });
        while (lane.Ledger.Outcomes.All(outcome => outcome.Number != 4))
        {
            Assert.InRange(lane.Ledger.Serial, 0, 4);
            lane.Compose().CheckAll(CheckState.Failure);
        }

        return lane;
    }

    private static Footprint Print(int number, string path, string target) =>
        new(number, path.Length == 0 ? [] : [path], target.Length == 0 ? [] : [target]);
}
