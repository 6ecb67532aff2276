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

    private static Reply List(Call call)
    {
        var (sha, branch, name, status) = (call.Query("head_sha"), call.Query("branch"), call.Query("event"), call.Query("status"));
        var found = call.Repository.WorkflowRuns.Values.Reverse().Where(r =>
            (sha is null || r.HeadSha == sha) && (branch is null || r.HeadBranch == branch) && (name is null || r.Event == name)
            && (status is null || r.Status == status || r.Conclusion == status));
        return call.PageIn("workflow_runs", found.ToArray(), call.Wire.WorkflowRun);
    }

    private static Reply Jobs(Call call) => call.PageIn("jobs", Run(call).Jobs, call.Wire.WorkflowJob);

    private static Reply Rerun(Call call, bool onlyFailed) => call.World.Actions.Rerun(call.Caller, Run(call), onlyFailed) is { } refusal
        ? Reply.Refused(refusal)
        : Reply.Created(new JsonObject());

    private static Reply Cancel(Call call) => call.World.Actions.Cancel(call.Caller, Run(call)) is { } refusal
        ? Reply.Refused(refusal)
        : new Reply(202, new JsonObject());

    private static WorkflowRun Run(Call call) =>
        call.Repository.WorkflowRuns.GetValueOrDefault(call.Id("id")) ?? throw new BodyFault(Refusal.NotFound);
}
