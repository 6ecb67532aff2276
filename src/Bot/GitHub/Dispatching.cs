using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Dispatches of workflows and of events, and the runs that they begin.</summary>
internal sealed class Dispatching(Api api)
{
    public Task<Answer<DeployRun?>> Dispatch(Repository repo, EnvironmentMove.Dispatch move, CancellationToken stop) =>
        move.By.By == DeployBy.WorkflowDispatch ? Workflow(repo, move, stop) : Event(repo, move, stop);

    /// <summary>Oldest first. Of an event that several workflows listen to there are several.</summary>
    public Task<Answer<Row<DeployRun>>> Since(Repository repo, Self self, DeployPolicy by, DateTimeOffset since, CancellationToken stop)
    {
        var runs =
            by.By == DeployBy.WorkflowDispatch
                ? $"actions/workflows/{Api.Part(by.Workflow!)}/runs?event=workflow_dispatch"
                : "actions/runs?event=repository_dispatch";
        var from = since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var path = FormattableString.Invariant(
            $"repos/{Api.Part(repo.Owner)}/{Api.Part(repo.Name)}/{runs}&actor={Api.Part(self.Bot.Login)}&created={Api.Part(">=" + from)}&per_page=100"
        );
        return api.Get(repo.Caller(), path, GitHubJson.Default.RunPageJson, stop)
            .Map(page => (page.WorkflowRuns ?? []).Select(Of).Reverse().ToRow());
    }

    public Task<Answer<DeployRun>> Run(Repository repo, long run, CancellationToken stop) =>
        api.Get(repo.Caller(), repo.Path($"actions/runs/{run}"), GitHubJson.Default.RunJson, stop).Map(Of);

    private async Task<Answer<DeployRun?>> Workflow(Repository repo, EnvironmentMove.Dispatch move, CancellationToken stop)
    {
        var payload = move.Payload;
        var inputs = new WorkflowInputsJson(
            Text(move.Deployment),
            move.Environment,
            payload.Stage,
            move.Sha.Hex,
            payload.PreviousSha?.Hex ?? "",
            Text(payload.Weight),
            string.Join(',', payload.Pulls.Select(pull => Text(pull))),
            Text(payload.Fence)
        );
        var body = new WorkflowDispatchJson(move.By.Ref ?? repo.DefaultBranch, inputs, true);
        var path = repo.Path($"actions/workflows/{Api.Part(move.By.Workflow!)}/dispatches");
        var answer = await Send(repo, path, body, GitHubJson.Default.WorkflowDispatchJson, stop);
        if (
            answer is Answer<DeployRun?>.Refused { Status: 422, Why: var why }
            && why.Contains("return_run_details", StringComparison.Ordinal)
        )
        {
            // An older server does not know that it could tell the run.
            answer = await Send(repo, path, body with { ReturnRunDetails = null }, GitHubJson.Default.WorkflowDispatchJson, stop);
        }

        return answer is Answer<DeployRun?>.Refused refused
            ? new Answer<DeployRun?>.Refused(Says(move.By, refused, "actions: write"), refused.Status)
            : answer;
    }

    private async Task<Answer<DeployRun?>> Event(Repository repo, EnvironmentMove.Dispatch move, CancellationToken stop)
    {
        var payload = move.Payload;
        var told = new ClientPayloadJson(
            move.Deployment,
            move.Environment,
            payload.Stage,
            move.Sha.Hex,
            payload.PreviousSha?.Hex,
            payload.Weight,
            [.. payload.Pulls],
            payload.Fence
        );
        var answer = await Send(
            repo,
            repo.Path($"dispatches"),
            new RepositoryDispatchJson(move.By.Event, told),
            GitHubJson.Default.RepositoryDispatchJson,
            stop
        );
        return answer is Answer<DeployRun?>.Refused refused
            ? new Answer<DeployRun?>.Refused(Says(move.By, refused, "contents: write"), refused.Status)
            : answer;
    }

    private Task<Answer<DeployRun?>> Send<T>(Repository repo, string path, T body, JsonTypeInfo<T> shape, CancellationToken stop) =>
        api.Send(repo.Caller(), HttpMethod.Post, path, body, shape, GitHubJson.Default.DispatchedJson, stop)
            .Map(run => run.WorkflowRunId is { } id ? new DeployRun(id, run.HtmlUrl ?? "", RunState.Queued) : null);

    /// <summary>GitHub's words, and what to do about them.</summary>
    private static string Says(DeployPolicy by, Answer<DeployRun?>.Refused refused, string permission)
    {
        var (why, file) = (refused.Why, by.Workflow ?? "");
        return refused.Status switch
        {
            403 => RowWords.NotAllowed(permission),
            404 when by.By == DeployBy.WorkflowDispatch => RowWords.NoWorkflow(file),
            422 when why.Contains("does not have 'workflow_dispatch' trigger", StringComparison.Ordinal) => RowWords.NoTrigger(file),
            422 when why.Contains("disabled workflow", StringComparison.Ordinal) => RowWords.SwitchedOff(file),
            422 when why.Contains("No ref found", StringComparison.Ordinal) => RowWords.NoRef(by.Ref ?? "(the default branch)"),
            422 when why.IndexOf("Unexpected inputs provided:", StringComparison.Ordinal) is >= 0 and var at => RowWords.Undeclared(
                file,
                why[(at + 27)..].Trim().Trim('[', ']').Replace("\"", "", StringComparison.Ordinal)
            ),
            _ => RowWords.NotStarted(why),
        };
    }

    private static DeployRun Of(RunJson run) =>
        new(
            run.Id,
            run.HtmlUrl ?? "",
            (run.Status, run.Conclusion) switch
            {
                ("completed", "success") => RunState.Succeeded,
                ("completed", _) => RunState.Failed,
                ("in_progress", _) => RunState.Running,
                _ => RunState.Queued,
            }
        );

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
