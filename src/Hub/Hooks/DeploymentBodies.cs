using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Hooks;

/// <summary>deployment, deployment_status and workflow_run.</summary>
internal static class DeploymentBodies
{
    public static void Say(Wire wire, JsonObject body, Deployment deployment, DeploymentStatus? status)
    {
        body["deployment"] = wire.Deployment(deployment);
        if (status is not null) body["deployment_status"] = wire.DeploymentStatus(deployment, status);
        body["workflow"] = null;
        body["workflow_run"] = null;
    }

    public static void Say(Wire wire, JsonObject body, WorkflowRun run)
    {
        body["workflow_run"] = wire.WorkflowRun(run);
        var url = $"{wire.Of(run.Repository)}/actions/workflows/{run.Workflow.Id}";
        body["workflow"] = new JsonObject
        {
            ["id"] = run.Workflow.Id,
            ["node_id"] = NodeIds.Of("W", run.Workflow.Id),
            ["name"] = run.Workflow.Name,
            ["path"] = run.Workflow.Path,
            ["state"] = "active",
            ["created_at"] = Wire.Time(run.Repository.CreatedAt),
            ["updated_at"] = Wire.Time(run.Repository.CreatedAt),
            ["url"] = url,
            ["html_url"] = $"{wire.Page(run.Repository)}/blob/{run.Repository.DefaultBranch}/{run.Workflow.Path}",
            ["badge_url"] = $"{wire.Page(run.Repository)}/workflows/{Uri.EscapeDataString(run.Workflow.Name)}/badge.svg",
        };
    }
}
