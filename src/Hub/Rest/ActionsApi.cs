using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Runs of workflows and their jobs.</summary>
internal static class ActionsApi
{
    private const string Runs = "/repos/{owner}/{repo}/actions/runs";

    public static void Map(Routes routes)
    {
        routes.Get(Runs, Need.Read("actions"), List);
        routes.Get(Runs + "/{id}", Need.Read("actions"), call => Reply.Ok(call.Wire.WorkflowRun(Run(call))));
        routes.Get(Runs + "/{id}/jobs", Need.Read("actions"), Jobs);
        routes.Post(Runs + "/{id}/rerun", Need.Write("actions"), call => Rerun(call, onlyFailed: false));
        routes.Post(Runs + "/{id}/rerun-failed-jobs", Need.Write("actions"), call => Rerun(call, onlyFailed: true));
        routes.Post(Runs + "/{id}/cancel", Need.Write("actions"), Cancel);
    }

    private static Reply List(Call call) => List(call, _ => true);

    /// <summary>Newest first.</summary>
    internal static Reply List(Call call, Func<WorkflowRun, bool> isMeant)
    {
        var (sha, branch, name, status) = (call.Query("head_sha"), call.Query("branch"), call.Query("event"), call.Query("status"));
        var (actor, since) = (call.Query("actor"), Since(call.Query("created")));
        var found = call
            .Repository.WorkflowRuns.Values.Reverse()
            .Where(isMeant)
            .Where(r =>
                (sha is null || r.HeadSha == sha)
                && (branch is null || r.HeadBranch == branch)
                && (name is null || r.Event == name)
                && (status is null || r.Status == status || r.Conclusion == status)
                && (actor is null || r.Actor.Login.Equals(actor, StringComparison.OrdinalIgnoreCase))
                && r.CreatedAt >= since
            );
        return call.PageIn("workflow_runs", found.ToArray(), call.Wire.WorkflowRun);
    }

    /// <summary>Of GitHub's search syntax for times only "from then on".</summary>
    private static DateTimeOffset Since(string? created) =>
        created is null ? DateTimeOffset.MinValue
        : created.StartsWith(">=", StringComparison.Ordinal)
        && DateTimeOffset.TryParse(created[2..], CultureInfo.InvariantCulture, out var since)
            ? since
        : throw new BodyFault(new Refusal(422, "created: only >=TIME is understood here"));

    private static Reply Jobs(Call call) => call.PageIn("jobs", Run(call).Jobs, call.Wire.WorkflowJob);

    private static Reply Rerun(Call call, bool onlyFailed) =>
        call.World.Actions.Rerun(call.Caller, Run(call), onlyFailed) is { } refusal
            ? Reply.Refused(refusal)
            : Reply.Created(new JsonObject());

    private static Reply Cancel(Call call) =>
        call.World.Actions.Cancel(call.Caller, Run(call)) is { } refusal ? Reply.Refused(refusal) : new Reply(202, new JsonObject());

    private static WorkflowRun Run(Call call) =>
        call.Repository.WorkflowRuns.GetValueOrDefault(call.Id("id")) ?? throw new BodyFault(Refusal.NotFound);
}
