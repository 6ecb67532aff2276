using System.Net;

namespace Sluice.Hub.Tests.Conformance;

/// <summary>The operations by which CI and a deployer tell what came of a commit.</summary>
internal sealed class ResultsTour(HubTest test, Api bot, Api ada)
{
    private const string Shop = HubTest.Shop;

    public async Task Checks()
    {
        var run = await bot.Made($"{Shop}/check-runs", new { name = "sluice", head_sha = test.Tip() });
        var one = $"{Shop}/check-runs/{run.Id()}";
        var annotations = new[]
        {
            new
            {
                path = "a",
                start_line = 1,
                end_line = 1,
                annotation_level = "warning",
                message = "m",
                title = "t",
            },
        };
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await bot.Patch(
                    one,
                    new
                    {
                        conclusion = "neutral",
                        output = new
                        {
                            title = "t",
                            summary = "s",
                            annotations,
                        },
                    }
                )
            ).Status
        );
        await bot.Ok(one);
        await bot.Ok($"{one}/annotations");
        await bot.Ok($"{Shop}/commits/main/check-runs");
        await bot.Made($"{one}/rerequest", new { });
        var suite = (long)run["check_suite"]!["id"]!;
        Assert.Equal(HttpStatusCode.OK, (await bot.Post($"{Shop}/check-suites", new { head_sha = test.Tip() })).Status);
        await bot.Ok($"{Shop}/check-suites/{suite}");
        await bot.Ok($"{Shop}/check-suites/{suite}/check-runs");
        await bot.Ok($"{Shop}/commits/main/check-suites");
        await bot.Made($"{Shop}/check-suites/{suite}/rerequest", new { });
        await ada.Made($"{Shop}/statuses/{test.Tip()}", new { state = "success", context = "ci" });
        await bot.Ok($"{Shop}/commits/main/status");
        await bot.Ok($"{Shop}/commits/main/statuses");
    }

    public async Task Deployments()
    {
        var made = await bot.Made(
            $"{Shop}/deployments",
            new
            {
                @ref = "main",
                auto_merge = false,
                required_contexts = Array.Empty<string>(),
            }
        );
        var one = $"{Shop}/deployments/{made.Id()}";
        await bot.Ok($"{Shop}/deployments");
        await bot.Ok(one);
        var status = await bot.Made($"{one}/statuses", new { state = "failure" });
        await bot.Ok($"{one}/statuses");
        await bot.Ok($"{one}/statuses/{status.Id()}");
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete(one)).Status);
    }

    public async Task Runs()
    {
        test.World.Do(() => test.World.Actions.Add(test.Hub.Shop, "CI", "push", ["test"], "ci"));
        test.Push("ci", "ci.txt", "1");
        var run = test.World.Do(() => test.Hub.Shop.WorkflowRuns.Values.Single());
        var one = $"{Shop}/actions/runs/{run.Id}";
        await bot.Ok($"{Shop}/actions/runs?branch=ci");
        await bot.Ok(one);
        await bot.Ok($"{one}/jobs");
        Assert.Equal(HttpStatusCode.Accepted, (await bot.Post($"{one}/cancel", new { })).Status);
        await bot.Made($"{one}/rerun-failed-jobs", new { });
        Assert.Equal(HttpStatusCode.Accepted, (await bot.Post($"{one}/cancel", new { })).Status);
        await bot.Made($"{one}/rerun", new { });
        test.World.Do(() => test.World.Actions.Add(test.Hub.Shop, "Deploy", "workflow_dispatch", ["deploy"], ["sha"], []));
        await bot.Ok($"{Shop}/actions/workflows");
        await bot.Ok($"{Shop}/actions/workflows/deploy.yml");
        await bot.Ok($"{Shop}/actions/workflows/deploy.yml/runs");
        var started = await bot.Post(
            $"{Shop}/actions/workflows/deploy.yml/dispatches",
            new
            {
                @ref = "main",
                inputs = new { sha = test.Tip() },
                return_run_details = true,
            }
        );
        Assert.Equal(
            (HttpStatusCode.OK, test.World.Do(() => test.Hub.Shop.WorkflowRuns.Keys.Last())),
            (started.Status, (long)started.Body!["workflow_run_id"]!)
        );
        await bot.Silent("POST", $"{Shop}/actions/workflows/deploy.yml/dispatches", new { @ref = "main" });
        await bot.Silent("POST", $"{Shop}/dispatches", new { event_type = "sluice-deploy", client_payload = new { weight = 5 } });
        await bot.Silent("PUT", $"{Shop}/actions/workflows/deploy.yml/disable", null);
        await bot.Silent("PUT", $"{Shop}/actions/workflows/deploy.yml/enable", null);
    }
}
