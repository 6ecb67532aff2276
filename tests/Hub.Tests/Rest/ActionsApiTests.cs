using System.Net;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Rest;

public sealed class ActionsApiTests : HubTest
{
    [Fact]
    public async Task A_push_starts_a_run_whose_jobs_report_as_check_runs()
    {
        World.Do(() => World.Actions.Add(Hub.Shop, "CI", "push", ["test", "lint"], "sluice/**"));
        Push("topic", "a", "b");
        var sha = Push("sluice/queue/main/1", "a", "c");
        var bot = await Bot();
        var runs = (await bot.Get($"{Shop}/actions/runs?head_sha={sha}")).Body!;
        Assert.Equal((1, "queued"), ((int)runs["total_count"]!, (string?)runs["workflow_runs"]![0]!["status"]));
        Finish("success");
        var run = (await bot.Get($"{Shop}/actions/runs/{(long)runs["workflow_runs"]![0]!["id"]!}")).Body!;
        Assert.Equal(("completed", "success"), ((string?)run["status"], (string?)run["conclusion"]));
        var checks = (await bot.Get($"{Shop}/commits/sluice/queue/main/1/check-runs")).Body!;
        Assert.Equal(2, (int)checks["total_count"]!);
        Assert.Equal("github-actions", (string?)checks["check_runs"]![0]!["app"]!["slug"]);
        Assert.Equal(0, (int)(await bot.Get($"{Shop}/actions/runs?branch=topic")).Body!["total_count"]!);
    }

    [Fact]
    public async Task Failed_jobs_run_again_as_the_next_attempt()
    {
        World.Do(() => World.Actions.Add(Hub.Shop, "CI", "push", ["test", "lint"]));
        Push("topic", "a", "b");
        Finish("failure");
        var bot = await Bot();
        var id = Run().Id;
        Assert.Equal(HttpStatusCode.Created, (await bot.Post($"{Shop}/actions/runs/{id}/rerun-failed-jobs", new { })).Status);
        var run = (await bot.Get($"{Shop}/actions/runs/{id}")).Body!;
        Assert.Equal((2, "queued"), ((int)run["run_attempt"]!, (string?)run["status"]));
        var jobs = (await bot.Get($"{Shop}/actions/runs/{id}/jobs")).Body!;
        Assert.Equal(2, (int)jobs["total_count"]!);
        Finish("success");
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.Post($"{Shop}/actions/runs/{id}/rerun-failed-jobs", new { })).Status);
        Assert.Equal("success", Run().Conclusion);
    }

    [Fact]
    public async Task A_run_is_cancelled_while_it_runs_and_refused_afterwards()
    {
        World.Do(() => World.Actions.Add(Hub.Shop, "CI", "push", ["test"]));
        Push("topic", "a", "b");
        var job = World.Do(() => Run().Jobs[0]);
        World.Do(() => World.Actions.Start(job));
        var bot = await Bot();
        Assert.Equal(HttpStatusCode.Accepted, (await bot.Post($"{Shop}/actions/runs/{Run().Id}/cancel", new { })).Status);
        Assert.Equal("cancelled", Run().Conclusion);
        Assert.False(World.Do(() => World.Actions.Finish(job, "success")));
        Assert.Equal(HttpStatusCode.Conflict, (await bot.Post($"{Shop}/actions/runs/{Run().Id}/cancel", new { })).Status);
    }

    [Fact]
    public async Task A_CI_outside_takes_and_ends_jobs_through_the_control_face()
    {
        await Nobody().Post($"/_hub{Shop}/workflows", new { name = "CI", jobs = new[] { "test" } });
        Push("topic", "a", "b");
        var job = $"/_hub{Shop}/jobs/{World.Do(() => Run().Jobs[0].Check.Id)}";
        Assert.Equal(HttpStatusCode.NoContent, (await Nobody().Put(job, new { })).Status);
        Assert.Equal("in_progress", Run().Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Nobody().Put(job, new { })).Status);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await Nobody().Put(job, new { conclusion = "failure", summary = "1 of 3 failed." })).Status
        );
        Assert.Equal(("failure", "1 of 3 failed."), (Run().Conclusion, Run().Jobs[0].Check.Summary));
    }

    private WorkflowRun Run() => World.Do(() => Hub.Shop.WorkflowRuns.Values.Last());

    private void Finish(string conclusion) =>
        World.Do(() =>
        {
            foreach (var job in Hub.Shop.WorkflowRuns.Values.Last().Jobs.ToArray())
            {
                World.Actions.Start(job);
                Assert.True(World.Actions.Finish(job, conclusion));
            }

            return true;
        });
}
