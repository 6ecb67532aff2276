using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using static Sluice.Bot.Tests.GitHub.HubFixture;

namespace Sluice.Bot.Tests.GitHub;

public sealed class DispatchHubTests : HubTests
{
    private static readonly string[] Inputs = ["deployment_id", "environment", "stage", "sha", "previous_sha", "weight", "pulls", "fence"];

    private static readonly DeployPolicy ByWorkflow = new(DeployBy.WorkflowDispatch, "deploy.yml");

    [Fact]
    public async Task The_run_of_a_dispatch_is_told_and_found_again_and_followed()
    {
        Town.Do(() => Town.World.Actions.Add(Town.Hub.Shop, "Deploy", "workflow_dispatch", ["deploy"], Inputs, []));
        var began = DateTimeOffset.UtcNow.AddMinutes(-1);

        var run = Made(await Client.Dispatch(Repo, Move(ByWorkflow), Stop))!;
        var found = Made(await Client.Dispatched(Repo, ByWorkflow, began, Stop));

        Assert.Equal(run.Id, Assert.Single(found).Id);
        Assert.Equal(RunState.Queued, Made(await Client.Run(Repo, run.Id, Stop)).State);
        Assert.True(Town.Do(() => Town.World.Actions.Start(Town.Hub.Shop.WorkflowRuns[run.Id].Jobs[0])));
        Assert.Equal(RunState.Running, Made(await Client.Run(Repo, run.Id, Stop)).State);
        Assert.True(Town.Do(() => Town.World.Actions.Finish(Town.Hub.Shop.WorkflowRuns[run.Id].Jobs[0], "failure")));
        Assert.Equal(RunState.Failed, Made(await Client.Run(Repo, run.Id, Stop)).State);
        Assert.Empty(Made(await Client.Dispatched(Repo, ByWorkflow, DateTimeOffset.UtcNow.AddMinutes(5), Stop)));
    }

    [Fact]
    public async Task An_event_tells_everything_in_its_payload_and_no_run()
    {
        Town.Do(() => Town.World.Actions.Add(Town.Hub.Shop, "Ship", "repository_dispatch", ["ship"], "ship"));
        var by = new DeployPolicy(DeployBy.RepositoryDispatch, Event: "ship");

        Assert.Null(Made(await Client.Dispatch(Repo, Move(by), Stop)));

        var given = Town.Do(() => Town.Hub.Shop.WorkflowRuns.Values.Single().Given);
        Assert.Equal(
            (77, 5, 3, "canary"),
            ((long)given["deployment_id"]!, (int)given["weight"]!, (int)given["fence"]!, (string?)given["environment"])
        );
        Assert.Single(Made(await Client.Dispatched(Repo, by, DateTimeOffset.UtcNow.AddMinutes(-1), Stop)));
    }

    [Theory]
    [InlineData("missing.yml", null, "there is no workflow missing.yml")]
    [InlineData("ci.yml", null, "has no workflow_dispatch trigger")]
    [InlineData("off.yml", null, "is switched off")]
    [InlineData("deploy.yml", "live", "there is no branch or tag live")]
    [InlineData("few.yml", null, "does not declare what it is given (stage, previous_sha, weight, pulls, fence)")]
    public async Task What_cannot_be_started_says_what_to_do(string file, string? on, string says)
    {
        Town.Do(() =>
        {
            Town.World.Actions.Add(Town.Hub.Shop, "CI", "push", ["test"]);
            Town.World.Actions.Add(Town.Hub.Shop, "Deploy", "workflow_dispatch", ["deploy"], Inputs, []);
            Town.World.Actions.Add(Town.Hub.Shop, "Few", "workflow_dispatch", ["deploy"], Inputs[..2].Append("sha").ToArray(), []);
            return Town.World.Actions.Add(Town.Hub.Shop, "Off", "workflow_dispatch", ["deploy"], Inputs, []).IsDisabled = true;
        });

        var answer = await Client.Dispatch(Repo, Move(new DeployPolicy(DeployBy.WorkflowDispatch, file, on)), Stop);

        Assert.Contains(says, Assert.IsType<Turns.Ports.Answer<DeployRun?>.Refused>(answer).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeployBy.WorkflowDispatch, "actions", "actions: write")]
    [InlineData(DeployBy.RepositoryDispatch, "contents", "contents: write")]
    public async Task Without_the_Apps_permission_it_is_named(DeployBy by, string permission, string says)
    {
        Town.Do(() => Town.World.Actions.Add(Town.Hub.Shop, "Deploy", "workflow_dispatch", ["deploy"], Inputs, []));
        Town.Do(() => Town.Hub.Installation.Permissions[permission] = Access.Read);

        var answer = await Client.Dispatch(Repo, Move(new DeployPolicy(by, "deploy.yml")), Stop);

        Assert.Contains(says, Assert.IsType<Turns.Ports.Answer<DeployRun?>.Refused>(answer).Why, StringComparison.Ordinal);
    }

    private EnvironmentMove.Dispatch Move(DeployPolicy by) =>
        new(77, Town.Tip(), "canary", new DeploymentPayload("c1-canary-canary-5", "canary", 5, [1, 2], Town.Tip()) { Fence = 3 }, by);
}
