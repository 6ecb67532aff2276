using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Hooks;

/// <summary>deployment, deployment_status, workflow_run and the two dispatches.</summary>
internal static class DeploymentBodies
{
    public static void Say(Wire wire, JsonObject body, Deployment deployment, DeploymentStatus? status)
    {
        body["deployment"] = wire.Deployment(deployment);
        if (status is not null)
            body["deployment_status"] = wire.DeploymentStatus(deployment, status);
        body["workflow"] = null;
        body["workflow_run"] = null;
    }

    public static void Say(Wire wire, JsonObject body, WorkflowRun run)
    {
        body["workflow_run"] = wire.WorkflowRun(run);
        body["workflow"] = wire.Workflow(run.Repository, run.Workflow);
    }

    public static void Say(JsonObject body, RepositoryDispatch change)
    {
        body["branch"] = change.In.DefaultBranch;
        body["client_payload"] = change.Payload.DeepClone();
    }

    public static void Say(JsonObject body, WorkflowDispatch change)
    {
        body["inputs"] = change.Inputs.DeepClone();
        body["ref"] = change.Ref;
        body["workflow"] = change.Workflow.Path;
    }
}
