using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Squash and rebase: GitHub merges, one pull after the other, and only what was tested.</summary>
public sealed class LaneMethodTests
{
    private const string Modified = "Head branch was modified. Review and try the merge again.";

    [Fact]
    public void Each_pull_has_a_build_of_its_own_and_only_the_lowest_lands()
    {
        var lane = Squashing(Values.Entry(1), Values.Entry(2)).Compose();
        var (first, second) = (Of(lane, 1), Of(lane, 2));

        Assert.Equal(([1], [1, 2]), (Numbers(first.Members), Numbers(second.Content)));
        Assert.Null(lane.Check(second, CheckState.Success).Turn().Ledger.Landing);
        lane.Check(first, CheckState.Success).Turn();

        var merge = Assert.Single(lane.Plan.Moves.OfType<LaneMove.Merge>());
        Assert.Equal(
            (1, Values.HeadOf(1), MergeMethod.Squash, Values.Sha("base")),
            (merge.Number, merge.Head, merge.Method, merge.Expected)
        );
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.Land>());
    }

    [Fact]
    public void What_GitHub_made_counts_as_what_was_tested_when_its_tree_is_and_what_stood_on_it_lands_next()
    {
        var lane = Squashing(Values.Entry(1), Values.Entry(2)).Compose();
        lane.Check(Of(lane, 2), CheckState.Success).Check(Of(lane, 1), CheckState.Success).Turn();

        Merge(lane, "squash 1");
        Assert.Equal((Code.Landed, Values.Sha("squash 1")), (lane.Outcome(1).Code, lane.Outcome(1).LandedSha));
        Assert.Equal(
            (2, Values.Sha("squash 1")),
            (Assert.Single(lane.Plan.Moves.OfType<LaneMove.Merge>()).Number, lane.Ledger.Landing!.Expected)
        );

        Merge(lane, "squash 2");
        Assert.Equal(Code.Landed, lane.Outcome(2).Code);
        Assert.Empty(lane.Ledger.Builds);
    }

    [Fact]
    public void Another_tree_than_the_tested_one_stops_the_lane()
    {
        var lane = Squashing(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.Turn(seen =>
            seen with
            {
                Head = Values.Sha("squash"),
                HeadTree = Values.Sha("other"),
                LandedAs = new MergedCommit(Values.Sha("squash"), Values.Sha("other")),
            }
        );

        Assert.NotNull(lane.Ledger.Halted);
        Assert.Empty(lane.Ledger.Outcomes);
    }

    [Fact]
    public void An_answer_that_nobody_heard_is_known_by_the_tree_on_the_base()
    {
        var lane = Squashing(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.Turn(seen => seen with { Head = Values.Sha("squash"), HeadTree = lane.Ledger.Landing!.Tree });

        Assert.Equal(Code.Landed, lane.Outcome(1).Code);
    }

    [Fact]
    public void A_push_from_outside_before_it_has_it_tested_again()
    {
        var lane = Squashing(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.Turn(seen => seen with { Head = Values.Sha("pushed"), HeadTree = Values.Sha("pushed tree") });

        Assert.Null(lane.Ledger.Halted);
        Assert.Equal(Values.Sha("pushed"), lane.Only.Root);
        Assert.Equal(Code.BaseChanged, lane.Place(1).Code);
    }

    [Fact]
    public void A_refusal_stops_the_lane_with_GitHubs_words_and_is_tried_again()
    {
        var lane = Squashing(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.Turn(seen => seen with { LandingRefused = "Squash merges are not allowed on this repository.", LandingRefusedAt = seen.Now });

        Assert.Contains("Squash merges are not allowed", lane.Ledger.Halted, StringComparison.Ordinal);
        Assert.Single(lane.After(TimeSpan.FromMinutes(10)).Plan.Moves.OfType<LaneMove.Merge>());
    }

    [Fact]
    public void What_would_not_be_the_tested_tree_is_tested_again_and_blames_nobody()
    {
        var lane = Squashing(Values.Entry(1)).Compose().CheckAll(CheckState.Success);
        var first = lane.Only.Id;

        lane.Turn(seen => seen with { LandingRefused = "another tree", LandingRefusedAt = seen.Now, LandingUntested = true });

        Assert.Null(lane.Ledger.Halted);
        Assert.NotEqual(first, lane.Only.Id);
        Assert.Empty(lane.Ledger.Outcomes);
    }

    [Fact]
    public void Built_on_another_and_merged_otherwise_by_GitHub_it_is_put_out_and_not_built_for_ever()
    {
        var lane = Squashing(Values.Entry(1) with { Upon = Values.Sha("lower") }, Values.Entry(2)).Compose().CheckAll(CheckState.Success);
        Assert.Equal(1, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Merge>()).Number);

        lane.Turn(seen => seen with { LandingRefused = "another tree", LandingRefusedAt = seen.Now, LandingUntested = true });

        Assert.Equal(Code.MergeConflict, lane.Outcome(1).Code);
        Assert.All(lane.Ledger.Builds, build => Assert.DoesNotContain(build.Content, member => member.Number == 1));
        Assert.Null(lane.Ledger.Halted);
    }

    [Fact]
    public void A_head_that_was_pushed_to_in_that_moment_is_built_again_and_stops_nobody()
    {
        var lane = Squashing(Values.Entry(1)).Compose().CheckAll(CheckState.Success);
        var first = lane.Only.Id;

        lane.Turn(seen => seen with { LandingRefused = Modified, LandingRefusedAt = seen.Now });

        Assert.Null(lane.Ledger.Halted);
        Assert.NotEqual(first, lane.Only.Id);
        Assert.Empty(lane.Ledger.Outcomes);
    }

    [Fact]
    public void A_head_that_cannot_be_put_back_from_what_was_to_land_is_put_out_and_stops_nobody()
    {
        var entry = Values.Entry(1) with { Own = Values.Sha("what was to land once"), Branch = "work-1" };
        var lane = Squashing(entry);
        lane.Seen = lane.Seen with { Ledger = lane.Ledger with { FixedHeads = [new FixedHead(1, entry.Head) { IsAstray = true }] } };
        lane.Compose().CheckAll(CheckState.Success);

        lane.Turn(seen => seen with { LandingRefused = Modified, LandingRefusedAt = seen.Now });

        Assert.Null(lane.Ledger.Halted);
        Assert.Equal((Code.MergeConflict, HeadWords.Astray("main")), (lane.Outcome(1).Code, lane.Outcome(1).Because));
    }

    private static void Merge(Lane lane, string commit)
    {
        var landing = lane.Ledger.Landing!;
        lane.Turn(seen =>
            seen with
            {
                Head = Values.Sha(commit),
                HeadTree = landing.Tree,
                LandedAs = new MergedCommit(Values.Sha(commit), landing.Tree),
            }
        );
        lane.Seen = lane.Seen with { LandedAs = null };
    }

    private static Build Of(Lane lane, int pull) =>
        Assert.Single(lane.Ledger.Builds, build => build.Members.Any(member => member.Number == pull));

    private static Row<int> Numbers(Row<Member> members) => members.Select(member => member.Number).ToRow();

    private static Lane Squashing(params Entry[] entries) => new Lane(entries).With(queue => queue with { Method = MergeMethod.Squash });
}
