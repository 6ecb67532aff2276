using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class DispatchTests(TestPostgres server)
{
    private const string ByWorkflow = "  deploy: { by: workflow_dispatch, workflow: deploy.yml }\n";

    private static readonly string[] Inputs = ["deployment_id", "environment", "stage", "sha", "previous_sha", "weight", "pulls", "fence"];

    [Fact]
    public async Task A_workflow_that_is_dispatched_deploys_and_its_runs_end_is_the_answer()
    {
        await using var story = await Begin(ByWorkflow, Inputs);
        await story.WithProduction();
        story.Production.Listens = Listening.ToDispatches;
        var good = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await story.Until(() => State(story, good) == "healthy" && IsIn(story, "production"), "the good one is in production");

        var runs = story.Hub.World.Do(() => story.Hub.Shop.WorkflowRuns.Values.Where(run => run.Event == "workflow_dispatch").ToArray());
        Assert.Equal(["canary", "production"], runs.Select(run => (string?)run.Given["environment"]));
        Assert.Equal(
            ("50", $"{good.Number}", good.MergeCommit, "canary"),
            (
                (string?)runs[0].Given["weight"],
                (string?)runs[0].Given["pulls"],
                (string?)runs[0].Given["sha"],
                (string?)runs[0].Given["stage"]
            )
        );
        var rows = story.Hub.World.Do(() => story.Hub.Shop.Deployments.Values.ToArray());
        Assert.Equal(rows.Select(row => $"{row.Id}"), runs.Select(run => (string?)run.Given["deployment_id"]));
        Assert.All(
            rows,
            row =>
                Assert.StartsWith(
                    "the workflow's run ended well",
                    row.Statuses.Last(status => status.State == "success").Description,
                    StringComparison.Ordinal
                )
        );

        var bad = story.Folk.Queue(story.Folk.Open("src/bad.txt", "fails in production\n"));
        await story.Until(
            () => State(story, bad) == "reverted" && story.Hub.Shop.Pulls.Values.All(pull => pull.IsMerged),
            "the bad one is taken back"
        );
        Assert.Contains(story.Hub.Shop.WorkflowRuns.Values, run => (string?)run.Given["stage"] == "rollback");
        Assert.DoesNotContain(
            story.Hub.Shop.WorkflowRuns.Values,
            run => (string?)run.Given["environment"] == "production" && (string?)run.Given["sha"] == bad.MergeCommit
        );
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task An_event_that_is_dispatched_is_answered_by_deployment_statuses()
    {
        await using var story = await Story.Begin(server, Canaries.Policy() + "  deploy: { by: repository_dispatch, event: ship }\n");
        story.Hub.World.Do(() => story.Hub.World.Actions.Add(story.Hub.Shop, "Ship", "repository_dispatch", ["ship"], "ship"));
        await story.WithProduction();
        story.Production.Listens = Listening.ToDispatches;
        var good = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await story.Until(() => State(story, good) == "healthy" && IsIn(story, "production"), "the good one is in production");

        var runs = story.Hub.World.Do(() => story.Hub.Shop.WorkflowRuns.Values.Where(run => run.Event == "repository_dispatch").ToArray());
        Assert.Equal(
            [("canary", 50), ("production", 100)],
            runs.Select(run => ((string?)run.Given["environment"], (int)run.Given["weight"]!))
        );
        Assert.All(runs, run => Assert.Equal(good.Number, (int)Assert.Single(run.Given["pulls"]!.AsArray())!));
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task A_workflow_that_does_not_declare_what_it_is_given_is_told_where_people_read_and_goes_on_when_it_does()
    {
        await using var story = await Begin(ByWorkflow, [.. Inputs[..^2]]);
        await story.WithProduction();
        story.Production.Listens = Listening.ToDispatches;
        var first = story.Folk.Queue(story.Folk.Open("src/first.txt"));
        const string Says = "does not declare what it is given (pulls, fence)";
        await story.Until(
            () => ((string?)story.Screen.Record(first)?["reason"])?.Contains(Says, StringComparison.Ordinal) == true,
            "its author reads why"
        );
        Assert.Equal("error", Assert.Single(story.Hub.Shop.Deployments.Values).State);
        Assert.Contains(Says, story.Hub.Shop.Deployments.Values.Single().Statuses[^1].Description, StringComparison.Ordinal);
        Assert.DoesNotContain(story.Hub.Shop.WorkflowRuns.Values, run => run.Event == "workflow_dispatch");

        story.Hub.World.Do(() =>
        {
            story.Hub.Shop.Workflows.Remove(story.Hub.Shop.Workflows.Values.Single(each => each.Name == "Deploy").Id);
            return story.Hub.World.Actions.Add(story.Hub.Shop, "Deploy", "workflow_dispatch", ["deploy"], Inputs, []);
        });
        var second = story.Folk.Queue(story.Folk.Open("src/second.txt"));
        await story.Until(() => State(story, first) == "healthy" && State(story, second) == "healthy", "both are in production");
    }

    [Fact]
    public async Task Killed_while_it_dispatches_the_bot_starts_no_run_twice_and_takes_the_run_up_again()
    {
        await using var story = await Begin(ByWorkflow, Inputs);
        await story.WithFleet();
        story.Production.Listens = Listening.ToDispatches;
        var pull = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await using var bot = new Mortal(story, Loopback.FreePort(), IsDeployment, IsDispatch, IsRun("production"));
        bot.With(Story.Fleet, story.Production.MetricsUrl).Start();
        await story.Until(() => State(story, pull) == "healthy" && IsIn(story, "production"), "it is in production");

        Assert.Equal(3, bot.Deaths);
        Assert.Equal(
            ["canary", "production"],
            story.Hub.World.Do(() =>
                story
                    .Hub.Shop.WorkflowRuns.Values.Where(run => run.Event == "workflow_dispatch")
                    .Select(run => (string?)run.Given["environment"])
                    .ToList()
            )
        );
        Assert.Equal(2, story.Hub.Shop.Deployments.Count);
        Assert.Empty(Invariants.Broken(story));
    }

    private static bool IsDeployment(WorldEvent happened) => happened is DeploymentChange;

    private static bool IsDispatch(WorldEvent happened) => happened.Name == "workflow_dispatch";

    private static Predicate<WorldEvent> IsRun(string environment) =>
        happened =>
            happened is WorkflowJobChange { Did: "queued", Job.Run: { Event: "workflow_dispatch" } run }
            && (string?)run.Given["environment"] == environment;

    private async Task<Story> Begin(string policy, string[] inputs)
    {
        var story = await Story.Begin(server, Canaries.Policy() + policy);
        story.Hub.World.Do(() => story.Hub.World.Actions.Add(story.Hub.Shop, "Deploy", "workflow_dispatch", ["deploy"], inputs, []));
        return story;
    }

    private static bool IsIn(Story story, string environment) =>
        story.Hub.Shop.Deployments.Values.LastOrDefault(made => made.Environment == environment) is { State: "success" };

    private static string? State(Story story, Pull pull) => (string?)story.Screen.Record(pull)?["state"];
}
