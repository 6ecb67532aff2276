using System.Net;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Rest;

public sealed class DispatchesApiTests : HubTest
{
    private const string Deploy = $"{Shop}/actions/workflows/deploy.yml";

    [Fact]
    public async Task A_workflow_is_dispatched_on_a_branch_with_what_it_declares_and_its_run_is_told()
    {
        World.Do(() => World.Actions.Add(Hub.Shop, "Deploy", "workflow_dispatch", ["deploy"], ["sha", "weight"], []));
        var bot = await Bot();

        var told = await bot.Post(
            $"{Deploy}/dispatches",
            new
            {
                @ref = "main",
                inputs = new { sha = "abc", weight = "5" },
                return_run_details = true,
            }
        );

        Assert.Equal(HttpStatusCode.OK, told.Status);
        var run = World.Do(() => Hub.Shop.WorkflowRuns.Values.Single());
        Assert.Equal(
            (run.Id, "abc", "5", Tip()),
            ((long)told.Body!["workflow_run_id"]!, (string?)run.Given["sha"], (string?)run.Given["weight"], run.HeadSha)
        );
        var mine = (await bot.Get($"{Deploy}/runs?event=workflow_dispatch&actor={World.Do(() => Hub.App.Bot.Login)}")).Body!;
        Assert.Equal(run.Id, (long)Assert.Single(mine["workflow_runs"]!.AsArray())!["id"]!);
        Assert.Equal(0, (int)(await bot.Get($"{Deploy}/runs?actor=ada")).Body!["total_count"]!);
        Assert.Equal(0, (int)(await bot.Get($"{Deploy}/runs?created=%3E%3D2999-01-01T00:00:00Z")).Body!["total_count"]!);
    }

    [Theory]
    [InlineData("deploy.yml", "main", "extra", 422, "Unexpected inputs provided: [\"extra\"]")]
    [InlineData("deploy.yml", "nowhere", "sha", 422, "No ref found for: nowhere")]
    [InlineData("ci.yml", "main", "sha", 422, "Workflow does not have 'workflow_dispatch' trigger")]
    [InlineData("off.yml", "main", "sha", 422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow")]
    [InlineData("missing.yml", "main", "sha", 404, "Not Found")]
    public async Task What_cannot_be_dispatched_is_refused_in_GitHubs_words(
        string file,
        string on,
        string input,
        int status,
        string message
    )
    {
        World.Do(() =>
        {
            World.Actions.Add(Hub.Shop, "CI", "push", ["test"]);
            World.Actions.Add(Hub.Shop, "Deploy", "workflow_dispatch", ["deploy"], ["sha"], []);
            return World.Actions.Add(Hub.Shop, "Off", "workflow_dispatch", ["deploy"], ["sha"], []).IsDisabled = true;
        });

        var told = await (await Bot()).Post(
            $"{Shop}/actions/workflows/{file}/dispatches",
            new { @ref = on, inputs = new Dictionary<string, string> { [input] = "x" } }
        );

        Assert.Equal((status, message), ((int)told.Status, told.Message));
        Assert.Empty(World.Do(() => Hub.Shop.WorkflowRuns.Values.ToArray()));
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_started()
    {
        World.Do(() => World.Actions.Add(Hub.Shop, "Deploy", "workflow_dispatch", ["deploy"], ["sha"], []));
        World.Do(() => Hub.Installation.Permissions["actions"] = Access.Read);

        var told = await (await Bot()).Post($"{Deploy}/dispatches", new { @ref = "main" });

        Assert.Equal((HttpStatusCode.Forbidden, "Resource not accessible by integration"), (told.Status, told.Message));
    }

    [Fact]
    public async Task A_repository_dispatch_starts_what_listens_to_its_type_and_bounds_its_payload()
    {
        World.Do(() => World.Actions.Add(Hub.Shop, "Ours", "repository_dispatch", ["deploy"], "sluice-deploy"));
        World.Do(() => World.Actions.Add(Hub.Shop, "Others", "repository_dispatch", ["deploy"], "something-else"));
        var bot = await Bot();

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await bot.Post($"{Shop}/dispatches", new { event_type = "sluice-deploy", client_payload = new { weight = 5 } })).Status
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await bot.Post($"{Shop}/dispatches", new { event_type = new string('x', 101) })).Status
        );
        var many = Enumerable.Range(0, 11).ToDictionary(each => $"key{each}", each => each);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await bot.Post($"{Shop}/dispatches", new { event_type = "sluice-deploy", client_payload = many })).Status
        );

        var run = World.Do(() => Hub.Shop.WorkflowRuns.Values.Single());
        Assert.Equal(("Ours", 5), (run.Workflow.Name, (int)run.Given["weight"]!));
    }
}
