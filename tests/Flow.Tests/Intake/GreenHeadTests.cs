using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>A head that must be green, where the branch requires a check that the policy's patterns do not name.</summary>
public sealed class GreenHeadTests
{
    [Theory]
    [InlineData(HeadRule.Green, CheckState.Success, Code.Queued)]
    [InlineData(HeadRule.Green, CheckState.Running, Code.ChecksMissing)]
    [InlineData(HeadRule.Green, CheckState.Failure, Code.ChecksFailed)]
    [InlineData(HeadRule.NotFailed, CheckState.Failure, Code.Queued)]
    public void It_is_found_beside_them(HeadRule head, CheckState lint, Code code) =>
        Assert.Equal(code, Seen(head, NativeQueue.StandAside, false, lint).Ledger.Standing.Code);

    [Theory]
    [InlineData(CheckState.Success, Code.Queued)]
    [InlineData(CheckState.Running, Code.ChecksMissing)]
    public void So_it_is_for_GitHubs_own_queue(CheckState lint, Code code) =>
        Assert.Equal(code, Seen(HeadRule.NotFailed, NativeQueue.Drive, true, lint).Ledger.Standing.Code);

    private static PullSeen Seen(HeadRule head, NativeQueue native, bool queues, CheckState lint) =>
        (
            Pull.Seen().Labelled(Pull.Ada) with
            {
                Policy = Policy.Default with
                {
                    Queue = new QueuePolicy
                    {
                        Head = head,
                        Native = native,
                        Checks = ["ci/*"],
                    },
                },
                Rules = BranchRules.None with { Names = [new RequiredCheck("lint", null)], NativeQueue = queues },
                Checks =
                [
                    new Check("ci/test", 1, null, CheckState.Success, null, null, null),
                    new Check("lint", 2, null, lint, null, null, null),
                ],
            }
        ).Turned();
}
