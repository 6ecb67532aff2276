using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using static Sluice.Flow.Tests.Queue.Headed;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Squash and rebase in batches: heads in the repository are moved to what lands of them, then the base is moved once.</summary>
public sealed class LaneHeadsTests
{
    [Fact]
    public void A_batch_moves_every_head_from_where_it_was_tested_to_its_own_commit_and_the_base_waits()
    {
        var lane = Green(1, 2);

        Assert.Equal((1, MergeMethod.Squash), (lane.Ledger.Builds.Count, lane.Only.Method));
        Assert.Equal(
            [
                .. new[] { 1, 2 }.Select(number => new LaneMove.MoveHead(
                    number,
                    Values.HeadOf(number),
                    $"work-{number}",
                    Values.HeadOf(number),
                    To(lane, number)
                )),
            ],
            lane.Plan.Moves.OfType<LaneMove.MoveHead>()
        );
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.Land>());

        lane.Turn(seen => Shows(seen, lane, 1));
        Assert.Equal(2, Assert.Single(lane.Plan.Moves.OfType<LaneMove.MoveHead>()).Number);
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.Land>());
    }

    [Fact]
    public void Once_GitHub_shows_them_all_the_base_moves_once_and_each_has_landed_as_its_own_commit()
    {
        var lane = Green(1, 2);
        var (first, second) = (To(lane, 1), To(lane, 2));

        lane.Turn(seen => Shows(seen, lane, 1, 2));
        Assert.Equal(lane.Ledger.Landing!.Candidate, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Land>()).Candidate);
        lane.Land();

        Assert.Equal((first, second), (lane.Outcome(1).LandedSha!.Value, lane.Outcome(2).LandedSha!.Value));
        Assert.Empty(lane.Ledger.Restores);
    }

    [Fact]
    public void Forks_never_share_a_build_and_are_merged_by_GitHub_while_others_are_pushed()
    {
        var lane = Squashing(Values.Entry(1), Values.Entry(2), In(3), In(4)).Compose();

        Assert.DoesNotContain(lane.Ledger.Builds, build => build.Members.Count > 1 && build.Members.Any(member => member.Number <= 2));
        lane.CheckAll(CheckState.Success);

        Assert.All(lane.Plan.Moves.OfType<LaneMove.Merge>(), merge => Assert.InRange(merge.Number, 1, 2));
        Assert.All(lane.Plan.Moves.OfType<LaneMove.MoveHead>(), move => Assert.InRange(move.Number, 3, 4));
        Assert.NotNull(lane.Ledger.Landing);
    }

    [Fact]
    public void What_stood_on_a_commit_that_GitHub_made_anew_is_merged_by_GitHub_too_for_its_history_is_another()
    {
        var lane = Squashing(Values.Entry(1), In(2)).Compose();
        var stacked = Assert.Single(lane.Ledger.Builds, build => build.Below.Count > 0);
        lane.Check(stacked, CheckState.Success).Check(lane.Ledger.Builds.First(build => build.Below.Count == 0), CheckState.Success).Turn();
        Assert.Equal(1, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Merge>()).Number);

        var landing = lane.Ledger.Landing!;
        lane.Turn(seen =>
            seen with
            {
                Head = Values.Sha("squash"),
                HeadTree = landing.Tree,
                LandedAs = new MergedCommit(Values.Sha("squash"), landing.Tree),
            }
        );

        Assert.Equal(2, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Merge>()).Number);
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.MoveHead>());
    }

    [Fact]
    public void A_policy_that_wants_the_button_has_no_head_touched()
    {
        var lane = Squashing(In(1), In(2)).With(queue => queue with { LandBy = LandBy.Button }).Compose().CheckAll(CheckState.Success);

        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Merge>());
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.MoveHead>());
    }

    [Fact]
    public void Another_method_in_the_policy_has_what_was_made_by_the_old_one_built_again()
    {
        var lane = Squashing(In(1)).Compose();
        var before = lane.Only.Id;

        lane.With(queue => queue with { Method = MergeMethod.Rebase }).Compose();

        Assert.NotEqual(before, lane.Only.Id);
        Assert.Equal(MergeMethod.Rebase, lane.Only.Method);
    }

    [Fact]
    public void The_bots_own_commit_on_a_head_is_no_new_head()
    {
        var lane = Green(1, 2);

        lane.Turn(seen => Shows(seen, lane, 1, 2));

        Assert.Equal((PullState.Testing, PullState.Testing), (lane.Place(1).State, lane.Place(2).State));
        Assert.NotNull(lane.Ledger.Landing);
    }

    [Fact]
    public void A_head_that_is_done_over_again_as_the_commit_that_it_was_need_not_be_moved()
    {
        var lane = Green(1);
        var landing = lane.Ledger.Landing!;
        var same = landing with { Heads = landing.Heads.Select(head => head with { From = head.Head, To = head.Head }).ToRow() };

        lane.Turn(seen => seen with { Ledger = seen.Ledger with { Landing = same } });

        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Land>());
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.MoveHead>());
    }

    [Fact]
    public void What_is_stacked_on_a_commit_that_GitHub_made_otherwise_is_merged_by_GitHub_too_one_by_one()
    {
        var lane = Squashing(Values.Entry(1), In(2)).Compose();
        lane.Check(Of(lane, 1), CheckState.Success).Turn();
        var landing = lane.Ledger.Landing!;
        lane.Turn(seen =>
            seen with
            {
                Head = Values.Sha("squash 1"),
                HeadTree = landing.Tree,
                LandedAs = new MergedCommit(Values.Sha("squash 1"), landing.Tree),
            }
        );
        Assert.True(Of(lane, 2).Grafted);

        lane.Turn(seen => seen with { Entries = [In(2), In(3), In(4)], LandedAs = null });
        var above = Assert.Single(lane.Ledger.Builds, build => build.Parent == Of(lane, 2).Id);
        Assert.True(above.Grafted);
        Assert.Single(above.Members);

        lane.Compose().Check(above, CheckState.Success).Turn();
        Assert.Null(lane.Ledger.Landing);
        lane.Check(Of(lane, 2), CheckState.Success).Turn();
        Assert.Equal(2, Assert.Single(lane.Plan.Moves.OfType<LaneMove.Merge>()).Number);
    }

    [Fact]
    public void A_fork_that_was_tested_on_a_pull_whose_own_build_failed_is_built_again_for_GitHub_merges_only_one_at_a_time()
    {
        var lane = Squashing(In(1), Values.Entry(2)).Compose();
        var (below, stacked) = (Of(lane, 1), Of(lane, 2));

        lane.Check(stacked, CheckState.Success).Check(below, CheckState.Failure).Turn();

        Assert.DoesNotContain(lane.Ledger.Builds, build => build.Id == stacked.Id);
        lane.Compose().CheckAll(CheckState.Success);
        Assert.NotNull(lane.Ledger.Landing);
    }

    [Fact]
    public void What_is_stacked_on_a_pull_whose_own_build_failed_waits_for_no_build_again_where_its_heads_can_be_moved()
    {
        var lane = Squashing(In(1)).Compose();
        lane.Turn(seen => seen with { Entries = [In(1), In(2)] }).Compose();
        var (below, stacked) = (Of(lane, 1), Of(lane, 2));

        lane.Check(stacked, CheckState.Success).Check(below, CheckState.Failure).Turn();

        Assert.Equal(stacked.Id, lane.Ledger.Landing?.Build);
    }

    private static Build Of(Lane lane, int pull) =>
        Assert.Single(lane.Ledger.Builds, build => build.Members.Any(member => member.Number == pull));
}
