using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    public JsonObject WorkflowRun(WorkflowRun run)
    {
        var repository = run.Repository;
        var url = UrlOf(run);
        return new JsonObject
        {
            ["id"] = run.Id,
            ["name"] = run.Workflow.Name,
            ["node_id"] = NodeIds.Of("WFR", run.Id),
            ["head_branch"] = run.HeadBranch,
            ["head_sha"] = run.HeadSha,
            ["path"] = run.Workflow.Path,
            ["display_title"] = (repository.Git.Commit(run.HeadSha)?.Message ?? run.Workflow.Name).Split('\n')[0],
            ["run_number"] = run.Number,
            ["event"] = run.Event,
            ["status"] = run.Status,
            ["conclusion"] = run.Conclusion,
            ["workflow_id"] = run.Workflow.Id,
            ["check_suite_id"] = run.Suite.Id,
            ["check_suite_node_id"] = NodeIds.Of("CS", run.Suite.Id),
            ["url"] = url,
            ["html_url"] = string.Create(CultureInfo.InvariantCulture, $"{Page(repository)}/actions/runs/{run.Id}"),
            ["pull_requests"] = PullsAt(repository, run.HeadSha),
            ["created_at"] = Time(run.CreatedAt),
            ["updated_at"] = Time(run.UpdatedAt),
            ["actor"] = Account(run.Actor),
            ["triggering_actor"] = Account(run.Actor),
            ["run_attempt"] = run.Attempt,
            ["referenced_workflows"] = new JsonArray(),
            ["run_started_at"] = Time(run.StartedAt),
            ["jobs_url"] = $"{url}/jobs",
            ["logs_url"] = $"{url}/logs",
            ["check_suite_url"] = string.Create(CultureInfo.InvariantCulture, $"{Of(repository)}/check-suites/{run.Suite.Id}"),
            ["artifacts_url"] = $"{url}/artifacts",
            ["cancel_url"] = $"{url}/cancel",
            ["rerun_url"] = $"{url}/rerun",
            ["previous_attempt_url"] =
                run.Attempt > 1 ? string.Create(CultureInfo.InvariantCulture, $"{url}/attempts/{run.Attempt - 1}") : null,
            ["workflow_url"] = string.Create(CultureInfo.InvariantCulture, $"{Of(repository)}/actions/workflows/{run.Workflow.Id}"),
            ["head_commit"] = SimpleCommit(repository, run.HeadSha),
            ["repository"] = Repository(repository),
            ["head_repository"] = Repository(repository),
        };
    }

    public JsonObject Workflow(Repository repository, Workflow workflow) =>
        new()
        {
            ["id"] = workflow.Id,
            ["node_id"] = NodeIds.Of("W", workflow.Id),
            ["name"] = workflow.Name,
            ["path"] = workflow.Path,
            ["state"] = workflow.IsDisabled ? "disabled_manually" : "active",
            ["created_at"] = Time(repository.CreatedAt),
            ["updated_at"] = Time(repository.CreatedAt),
            ["url"] = string.Create(CultureInfo.InvariantCulture, $"{Of(repository)}/actions/workflows/{workflow.Id}"),
            ["html_url"] = $"{Page(repository)}/blob/{repository.DefaultBranch}/{workflow.Path}",
            ["badge_url"] = $"{Page(repository)}/workflows/{Uri.EscapeDataString(workflow.Name)}/badge.svg",
        };

    public JsonObject Dispatched(WorkflowRun run) =>
        new()
        {
            ["workflow_run_id"] = run.Id,
            ["run_url"] = UrlOf(run),
            ["html_url"] = string.Create(CultureInfo.InvariantCulture, $"{Page(run.Repository)}/actions/runs/{run.Id}"),
        };

    public JsonObject WorkflowJob(WorkflowJob job)
    {
        var (run, check, repository) = (job.Run, job.Check, job.Run.Repository);
        var isTaken = job.Status != "queued";
        return new JsonObject
        {
            ["id"] = check.Id,
            ["run_id"] = run.Id,
            ["workflow_name"] = run.Workflow.Name,
            ["head_branch"] = run.HeadBranch,
            ["run_url"] = UrlOf(run),
            ["run_attempt"] = job.Attempt,
            ["node_id"] = NodeIds.Of("CR", check.Id),
            ["head_sha"] = run.HeadSha,
            ["url"] = string.Create(CultureInfo.InvariantCulture, $"{Of(repository)}/actions/jobs/{check.Id}"),
            ["html_url"] = string.Create(CultureInfo.InvariantCulture, $"{Page(repository)}/actions/runs/{run.Id}/job/{check.Id}"),
            ["status"] = job.Status,
            ["conclusion"] = job.Conclusion,
            ["created_at"] = Time(run.StartedAt),
            ["started_at"] = Time(check.StartedAt),
            ["completed_at"] = Time(check.CompletedAt),
            ["name"] = job.Name,
            ["steps"] = new JsonArray(),
            ["check_run_url"] = string.Create(CultureInfo.InvariantCulture, $"{Of(repository)}/check-runs/{check.Id}"),
            ["labels"] = new JsonArray("ubuntu-latest"),
            ["runner_id"] = isTaken ? 1 : null,
            ["runner_name"] = isTaken ? "GitHub Actions 1" : null,
            ["runner_group_id"] = isTaken ? 0 : null,
            ["runner_group_name"] = isTaken ? "GitHub Actions" : null,
        };
    }

    private string UrlOf(WorkflowRun run) => string.Create(CultureInfo.InvariantCulture, $"{Of(run.Repository)}/actions/runs/{run.Id}");
}
