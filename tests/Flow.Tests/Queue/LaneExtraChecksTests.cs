using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary><c>queue.extra_checks</c>: what a candidate needs besides, by whom and how risky what is in it is.</summary>
public sealed class LaneExtraChecksTests
{
    [Theory]
    [InlineData("origin/agent", OriginClass.Agent, Band.Low, true)]
    [InlineData("origin/agent", OriginClass.None, Band.High, false)]
    [InlineData("origin/automation", OriginClass.Automation, Band.Low, true)]
    [InlineData("risk/high", OriginClass.None, Band.High, true)]
    [InlineData("risk/high", OriginClass.Agent, Band.Medium, false)]
    public void A_candidate_lands_with_the_checks_that_its_label_asks_for(string label, OriginClass origin, Band band, bool waits)
    {
        var lane = Lane(label, Values.Entry(1) with { Origin = origin, Band = band });

        lane.Check(Values.Check("ci/test", CheckState.Success)).Turn();
        Assert.Equal(waits, lane.Ledger.Landing is null);

        if (waits)
        {
            lane.Check(Values.Check("ci/test", CheckState.Success), Values.Check("security/scan", CheckState.Success)).Turn();
            Assert.Equal([1], lane.Ledger.Landing!.Pulls.Select(pull => pull.Number));
        }
    }

    [Fact]
    public void A_failed_extra_check_puts_it_out()
    {
        var lane = Lane("origin/agent", Values.Entry(1) with { Origin = OriginClass.Agent });

        lane.Check(Values.Check("ci/test", CheckState.Success), Values.Check("security/scan", CheckState.Failure)).Turn();

        Assert.Null(lane.Ledger.Landing);
        Assert.Contains(lane.Plan.Journal, line => line.Says.Contains("security/scan", StringComparison.Ordinal));
    }

    [Fact]
    public void One_in_a_batch_makes_the_whole_candidate_need_them()
    {
        var lane = Lane("origin/agent", Values.Entry(1), Values.Entry(2) with { Origin = OriginClass.Agent });
        var both = Assert.Single(lane.Ledger.Builds, build => build.Content.Count == 2);

        lane.Check(both, CheckState.Success).Turn();

        Assert.DoesNotContain(lane.Ledger.Landing?.Pulls ?? [], pull => pull.Number == 2);
    }

    [Fact]
    public void What_was_green_and_waits_lands_with_what_is_needed_when_it_lands()
    {
        var lane = Waiting();

        lane.With(queue => queue with { Checks = ["ci/*", "security/*"] }).Turn();
        Assert.Contains(lane.Plan.Journal, line => line.Says.Contains("security/*", StringComparison.Ordinal));
        Assert.Equal(PullState.Testing, lane.Place(1).State);
        lane.With(queue => queue with { Freeze = [] }).Turn();
        Assert.Null(lane.Ledger.Landing);

        lane.Check(Values.Check("ci/test", CheckState.Success), Values.Check("security/scan", CheckState.Success)).Turn();
        Assert.Equal([1], lane.Ledger.Landing!.Pulls.Select(pull => pull.Number));
    }

    [Fact]
    public void What_was_green_and_fails_when_it_runs_once_more_is_built_again()
    {
        var lane = Waiting();

        lane.Check(Values.Check("ci/test", CheckState.Failure)).With(queue => queue with { Freeze = [] }).Turn();

        Assert.Null(lane.Ledger.Landing);
        Assert.Equal((BuildState.Ordered, 2), (lane.Only.State, lane.Only.Attempt));
    }

    [Fact]
    public void What_is_green_still_waits_without_a_word()
    {
        var lane = Waiting().After(TimeSpan.FromHours(6));

        Assert.Empty(lane.Plan.Journal);
        Assert.Equal(BuildState.Green, lane.Only.State);
    }

    [Fact]
    public void Where_no_check_is_demanded_a_late_one_is_not_waited_for()
    {
        var lane = Waiting([], seen => seen with { Rules = BranchRules.None });

        lane.Check(Values.Check("ci/test", CheckState.Success), Values.Check("preview", CheckState.Running)).Turn();

        Assert.Equal(BuildState.Green, lane.Only.State);
    }

    private static Lane Waiting() => Waiting(["ci/*"], seen => seen);

    /// <summary>Green, in a window in which nothing lands.</summary>
    private static Lane Waiting(Row<string> checks, Func<LaneSeen, LaneSeen> change) =>
        new Lane(Values.Entry(1))
            .With(queue => queue with { Checks = checks, Freeze = [new Freeze("0 0 * * *", "UTC", TimeSpan.FromHours(24), [], "lunch")] })
            .Compose()
            .CheckAll(CheckState.Success)
            .Turn(change);

    private static Lane Lane(string label, params Entry[] entries) =>
        new Lane(entries).With(queue => queue with { Checks = ["ci/*"], ExtraChecks = [new ExtraCheck(label, ["security/*"])] }).Compose();
}
