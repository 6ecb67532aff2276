using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Where the branch requires no checks, one that depends on another may not exist yet when all known ones are green.</summary>
public sealed class SettlingTests
{
    private static readonly DateTimeOffset Now = Values.Noon.AddHours(1);

    [Fact]
    public void With_no_required_checks_a_green_candidate_waits_for_checks_that_may_still_start()
    {
        var lane = Free().Check(Values.Check("build", CheckState.Success) with { Completed = Now }).Turn();

        Assert.Null(lane.Ledger.Landing);
        Assert.Equal((BuildState.Running, Now.AddSeconds(30)), (lane.Only.State, lane.Plan.WakeAt));
        Assert.NotNull(lane.After(TimeSpan.FromSeconds(30)).Ledger.Landing);
    }

    [Fact]
    public void A_check_that_depends_on_another_is_waited_for_and_its_failure_counts()
    {
        var build = Values.Check("build", CheckState.Success) with { Completed = Now };
        var lane = Free().Check(build).Turn();

        lane.Check(build, Values.Check("deploy", CheckState.Running)).After(TimeSpan.FromMinutes(1));
        Assert.Null(lane.Ledger.Landing);
        lane.Check(build, Values.Check("deploy", CheckState.Failure)).After(TimeSpan.FromMinutes(1));

        Assert.Null(lane.Ledger.Landing);
        Assert.Single(lane.Ledger.Reds);
    }

    [Fact]
    public void A_completion_in_the_far_future_waits_no_longer_than_the_timeout()
    {
        var lane = Free().Check(Values.Check("build", CheckState.Success) with { Completed = Now.AddYears(70) }).Turn();
        Assert.Null(lane.Ledger.Landing);

        Assert.NotNull(lane.After(lane.Seen.Policy.Queue.Timeout).Ledger.Landing);
    }

    [Fact]
    public void Required_checks_are_not_waited_for_once_they_are_green()
    {
        var lane = new Lane(Values.Entry(1)).Compose();

        Assert.NotNull(lane.Check(Values.Check("ci/test", CheckState.Success) with { Completed = Now }).Turn().Ledger.Landing);
    }

    [Fact]
    public void Neither_are_those_that_the_policy_names()
    {
        var lane = Free(lane => lane.With(queue => queue with { Checks = ["ci/*"] }));

        Assert.NotNull(lane.Check(Values.Check("ci/test", CheckState.Success) with { Completed = Now }).Turn().Ledger.Landing);
    }

    private static Lane Free(Func<Lane, Lane>? change = null)
    {
        var lane = new Lane(Values.Entry(1));
        lane.Seen = lane.Seen with { Rules = BranchRules.None };
        return (change ?? (same => same))(lane).Compose();
    }
}
