using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

public sealed class DeploymentRowsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(3);

    [Fact]
    public void A_slow_deployment_is_touched_before_GitHub_would_call_it_abandoned_and_goes_on()
    {
        var ends = false;
        var fleet = new Fleet { Policy = With(new DeployPolicy(Timeout: TimeSpan.FromHours(4))) };
        fleet.Deployer = move => move.Environment == "production" && !ends ? DeploymentState.InProgress : DeploymentState.Success;
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Promoting && fleet.Seen().Deployments.Any(IsProduction));
        var began = fleet.Seen().Deployments.Last(IsProduction);

        fleet.Run(Long);

        var row = fleet.Seen().Deployments.Single(IsProduction);
        Assert.Equal((began.Id, DeploymentState.InProgress), (row.Id, row.State));
        var touched = fleet.Moves.OfType<EnvironmentMove.Close>().Where(move => move.Deployment == began.Id).ToList();
        Assert.InRange(touched.Count, 6, 9);
        Assert.All(touched, move => Assert.Equal(DeploymentState.InProgress, move.State));
        Assert.Equal(touched.Count, touched.Select(move => move.Description).Distinct().Count());
        Assert.InRange(fleet.Now - row.Updated, TimeSpan.Zero, TimeSpan.FromMinutes(30));

        fleet.Wait(TimeSpan.FromHours(2));
        ends = true;
        fleet.Run(Long);
        Assert.Equal("deploy_failed", fleet.Story.First(kind => kind.StartsWith("deploy_", StringComparison.Ordinal)));
        Assert.Contains("was begun and did not end within 4 hours", fleet.Ledger.Past[^1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_replaced_is_closed_in_production_too_and_one_row_stays_active()
    {
        var fleet = new Fleet();
        foreach (var number in Enumerable.Range(1, 3))
        {
            fleet.Land(number);
            fleet.Run(Long);
        }

        var rows = fleet.Seen().Deployments;
        Assert.Equal(
            ["canary", "production"],
            rows.Where(row => row.State == DeploymentState.Success).Select(row => row.Environment).Order()
        );
        Assert.Equal(fleet.Ledger.LastGood, rows.Last(IsProduction).Sha);
        Assert.Equal(12 - 2, rows.Count(row => row.State == DeploymentState.Inactive));
        Assert.All(
            rows.Where(row => row.State == DeploymentState.Inactive && IsProduction(row)),
            row => Assert.StartsWith("replaced by", row.Description, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Rows_that_were_left_active_for_long_are_closed_a_few_at_a_time()
    {
        var fleet = new Fleet();
        foreach (var number in Enumerable.Range(1, 20))
        {
            fleet.Leave("production", number);
        }

        Assert.Equal(5, fleet.Turn().Moves.Count);
        fleet.Run(Long);

        Assert.Equal(20, Assert.Single(fleet.Seen().Deployments, row => row.State == DeploymentState.Success).Id);
    }

    [Fact]
    public void A_deployment_that_nobody_waits_for_any_more_does_not_stay_open()
    {
        var fleet = new Fleet { Deployer = move => move.Payload.Stage == "canary" ? DeploymentState.InProgress : DeploymentState.Success };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Deploys.Any());
        fleet.Say(CanaryAsk.Rollback, 1);
        fleet.Run(TimeSpan.FromMinutes(5));

        var row = fleet.Seen().Deployments.First(each => each.Payload!.Stage == "canary");
        Assert.Equal((DeploymentState.Inactive, RowWords.NotAwaited()), (row.State, row.Description));
    }

    [Fact]
    public void Each_canary_of_a_pair_has_a_higher_fence_and_its_way_back_the_same()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(2)[0].Commit] = 10;
        fleet.Run(Long);
        fleet.Land([901], 0.01, reverts: [2]);
        fleet.Run(Long);

        Assert.Equal([("canary", 1), ("rollback", 1)], fleet.Deploys.Take(2).Select(move => (move.Payload.Stage, move.Payload.Fence)));
        Assert.All(fleet.Deploys.Skip(2), move => Assert.Equal(2, move.Payload.Fence));
    }

    [Fact]
    public void A_canary_has_a_higher_fence_than_all_that_its_deployers_saw_whatever_the_ledger_knows()
    {
        var fleet = new Fleet();
        fleet.Leave("canary", 0, fence: 41);
        fleet.Land(1);
        fleet.Run(Long);
        fleet.Land(2);
        fleet.Run(Long);

        Assert.Equal([42, 43], fleet.Deploys.Select(move => move.Payload.Fence).Distinct());
    }

    private static CanaryPolicy With(DeployPolicy deploy) => new() { Metrics = [Fleet.Errors], Deploy = deploy };

    private static bool IsProduction(Deployment row) => row.Environment == "production";
}
