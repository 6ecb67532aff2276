using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

public sealed class DispatchTests
{
    private static readonly DeployPolicy ByWorkflow = new(DeployBy.WorkflowDispatch, "deploy.yml");

    [Fact]
    public void Where_a_workflow_deploys_it_is_told_of_each_deployment_until_that_has_ended()
    {
        var fleet = new Fleet
        {
            Policy = new() { Metrics = [Fleet.Errors], Deploy = ByWorkflow },
            Deployer = _ => null,
        };
        var pull = fleet.Land(1)[0];
        fleet.RunUntil(() => fleet.Moves.OfType<EnvironmentMove.Dispatch>().Any());

        var told = fleet.Moves.OfType<EnvironmentMove.Dispatch>().First();
        Assert.Equal((pull.Tip, "canary", 5, ByWorkflow), (told.Sha, told.Environment, told.Payload.Weight, told.By));
        Assert.Equal(fleet.Seen().Deployments.Single().Id, told.Deployment);

        fleet.Answer(told.Deployment, DeploymentState.Success);
        Assert.Empty(fleet.Turn().Moves.OfType<EnvironmentMove.Dispatch>());
        Assert.Equal(CanaryPhase.Baking, fleet.Ledger.Canary!.Phase);
    }

    [Fact]
    public void Where_the_deployment_alone_makes_a_deployer_begin_nobody_else_is_told()
    {
        var fleet = new Fleet { Deployer = _ => null };
        fleet.Land(1);
        fleet.Run(TimeSpan.FromMinutes(10));

        Assert.Single(fleet.Deploys);
        Assert.Empty(fleet.Moves.OfType<EnvironmentMove.Dispatch>());
    }

    [Fact]
    public void A_workflow_that_cannot_be_started_ends_the_canary_at_once_and_says_what_to_do()
    {
        var fleet = new Fleet
        {
            Policy = new() { Metrics = [Fleet.Errors], Deploy = ByWorkflow },
            Deployer = _ => null,
        };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Moves.OfType<EnvironmentMove.Dispatch>().Any());
        var why = RowWords.NoTrigger("deploy.yml");
        fleet.Refusals.Add(new RefusedDeploy(fleet.Deploys.Single().Payload.Id, why, true));

        fleet.Turn();

        Assert.Null(fleet.Ledger.Canary);
        Assert.Contains(why, fleet.Ledger.Past[^1].Note, StringComparison.Ordinal);
        Assert.Equal((DeploymentState.Error, why), fleet.Seen().Deployments.Select(row => (row.State, row.Description)).Single());
        Assert.Contains(why, Fate.Of(fleet.Ledger, 1)!.Because, StringComparison.Ordinal);
        Assert.DoesNotContain(fleet.Deploys, move => move.Payload.Stage == "rollback");

        var next = fleet.Land(2)[0];
        fleet.Policy = new() { Metrics = [Fleet.Errors] };
        fleet.Deployer = _ => DeploymentState.Success;
        fleet.Run(TimeSpan.FromHours(3));
        Assert.Equal(next.Tip, fleet.Ledger.LastGood);
    }

    [Fact]
    public void A_deployment_that_GitHub_will_not_make_is_asked_for_again_until_the_timeout_and_then_said()
    {
        var fleet = new Fleet();
        fleet.Land(1);
        fleet.Withholds = true;
        fleet.Turn();
        fleet.Refusals.Add(
            new RefusedDeploy(fleet.Deploys.Single().Payload.Id, RowWords.NoDeployment("403 Resource not accessible by integration"), false)
        );

        fleet.Wait(TimeSpan.FromMinutes(29));
        Assert.Single(fleet.Turn().Moves.OfType<EnvironmentMove.Deploy>());
        fleet.Wait(TimeSpan.FromMinutes(2));
        fleet.Turn();

        Assert.Null(fleet.Ledger.Canary);
        Assert.Contains("Resource not accessible", fleet.Ledger.Past[^1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_way_back_that_is_still_refused_when_its_time_is_over_is_told_with_the_words_of_the_refusal()
    {
        var fleet = new Fleet
        {
            Policy = new() { Metrics = [Fleet.Errors], Deploy = new DeployPolicy(Timeout: TimeSpan.FromMinutes(5)) },
            Deployer = move => move.Payload.Stage == "rollback" ? null : DeploymentState.Success,
        };
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.RunUntil(() => fleet.Deploys.Any(move => move.Payload.Stage == "rollback"));
        fleet.Refusals.AddRange(
            fleet
                .Deploys.Where(move => move.Payload.Stage == "rollback")
                .Select(move => new RefusedDeploy(move.Payload.Id, "422 not today", true) { IsTriedAgain = true })
        );

        fleet.Run(TimeSpan.FromMinutes(4));
        Assert.Equal(CanaryPhase.RollingBack, fleet.Ledger.Canary!.Phase);
        fleet.Run(TimeSpan.FromMinutes(2));

        Assert.Contains("422 not today", fleet.Journal.Single(line => line.Kind == "rollback_failed").Says, StringComparison.Ordinal);
        Assert.Contains(fleet.Seen().Deployments, row => row is { State: DeploymentState.Error, Description: "422 not today" });
    }

    [Fact]
    public void A_deployment_that_GitHub_could_not_be_asked_for_in_time_is_asked_for_still_and_blames_no_deployer()
    {
        var fleet = new Fleet
        {
            Policy = new() { Metrics = [Fleet.Errors], Deploy = new DeployPolicy(Timeout: TimeSpan.FromMinutes(5)) },
            Withholds = true,
        };
        fleet.Land(1);
        fleet.Turn();
        fleet.Wait(TimeSpan.FromMinutes(50));
        Assert.Single(fleet.Turn().Moves.OfType<EnvironmentMove.Deploy>());

        (fleet.Withholds, fleet.Deployer) = (false, _ => null);
        fleet.Run(TimeSpan.FromMinutes(4));
        Assert.Equal(CanaryPhase.Deploying, fleet.Ledger.Canary!.Phase);
        fleet.Answer(1, DeploymentState.Success);
        fleet.Turn();

        Assert.Equal(CanaryPhase.Baking, fleet.Ledger.Canary!.Phase);
        Assert.Equal(["deploying", "baking"], fleet.Story.Where(kind => kind != "foreseen"));
    }

    [Fact]
    public void Of_three_silences_the_queue_stops_and_says_the_way_out()
    {
        var fleet = new Fleet
        {
            Policy = new() { Metrics = [Fleet.Errors], Deploy = new DeployPolicy(Timeout: TimeSpan.FromMinutes(5)) },
            Deployer = _ => null,
        };
        foreach (var number in Enumerable.Range(1, 3))
        {
            fleet.Land(number);
            fleet.Run(TimeSpan.FromMinutes(6));
            Assert.Contains(
                "nobody took the deployment up in canary within 5 minutes",
                fleet.Ledger.Past[^1].Note,
                StringComparison.Ordinal
            );
        }

        Assert.Equal(
            3,
            fleet.Seen().Deployments.Count(row => row is { State: DeploymentState.Error, Description: "no answer within 5 minutes" })
        );
        Assert.Equal([1, 2, 3], fleet.Ledger.Past[^1].Pulls.Select(pull => pull.Number));
        Assert.Equal(BreakerKind.Deploys, Assert.Single(fleet.Ledger.Breakers).Kind);
    }
}
