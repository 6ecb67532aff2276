using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>A pull that one lane took in, aimed at another by the same head.</summary>
public sealed class AnotherLaneTests
{
    private static readonly PullSeen Queued = (
        Pull.Seen() with
        {
            Policy = Policy.Default with { Queue = new QueuePolicy { Branches = ["main", "next"] } },
        }
    )
        .Labelled(Pull.Ada)
        .Turned();

    [Fact]
    public void It_comes_to_the_door_like_anybody()
    {
        var red = new Check("ci/test", 1, null, CheckState.Failure, null, null, null);
        var demanding = BranchRules.None with { Names = [new RequiredCheck("ci/test", null)] };

        Assert.Equal("next", Moved(Queued).Ledger.Admission?.Base);
        Assert.Equal(Code.MergeConflict, Moved(Queued with { Conflicts = true }).Ledger.Standing.Code);
        Assert.Equal(Code.ChecksFailed, Moved(Queued with { Rules = demanding, Checks = [red] }).Ledger.Standing.Code);
        Assert.Equal(PullState.Queued, (Queued with { Conflicts = true }).Turned().Ledger.Standing.State);
    }

    [Fact]
    public void That_the_bot_moved_its_head_for_one_lane_lets_it_into_no_other_without_reviews()
    {
        var dismissed = Queued with { Rewritten = Pull.Head(9), Reviews = [] };

        Assert.Equal("main", dismissed.Turned().Ledger.Admission?.Base);
        Assert.Equal((null, Code.NotApproved), (Moved(dismissed).Ledger.Admission, Moved(dismissed).Ledger.Standing.Code));
    }

    private static PullSeen Moved(PullSeen seen) => seen.With(pull => pull with { Base = "next" }).Turned();
}
