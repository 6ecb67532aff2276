using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    public JsonObject Deployment(Deployment deployment)
    {
        var url = UrlOf(deployment);
        return new JsonObject
        {
            ["url"] = url,
            ["id"] = deployment.Id,
            ["node_id"] = NodeIds.Of("DE", deployment.Id),
            ["task"] = deployment.Task,
            ["original_environment"] = deployment.OriginalEnvironment,
            ["environment"] = deployment.Environment,
            ["description"] = deployment.Description,
            ["created_at"] = Time(deployment.CreatedAt),
            ["updated_at"] = Time(deployment.UpdatedAt),
            ["statuses_url"] = $"{url}/statuses",
            ["repository_url"] = Of(deployment.Repository),
            ["creator"] = Account(deployment.Creator),
            ["sha"] = deployment.Sha,
            ["ref"] = deployment.Ref,
            ["payload"] = deployment.Payload?.DeepClone() ?? new JsonObject(),
            ["transient_environment"] = deployment.IsTransient,
            ["production_environment"] = deployment.IsProduction,
            ["performed_via_github_app"] = deployment.Via is null ? null : App(deployment.Via),
        };
    }

    public JsonObject DeploymentStatus(Deployment deployment, DeploymentStatus status)
    {
        var url = UrlOf(deployment);
        return new JsonObject
        {
            ["url"] = string.Create(CultureInfo.InvariantCulture, $"{url}/statuses/{status.Id}"),
            ["id"] = status.Id,
            ["node_id"] = NodeIds.Of("DES", status.Id),
            ["state"] = status.State,
            ["creator"] = Account(status.Creator),
            ["description"] = status.Description,
            ["environment"] = status.Environment,
            ["target_url"] = status.LogUrl,
            ["created_at"] = Time(status.At),
            ["updated_at"] = Time(status.At),
            ["deployment_url"] = url,
            ["repository_url"] = Of(deployment.Repository),
            ["environment_url"] = status.EnvironmentUrl,
            ["log_url"] = status.LogUrl,
            ["performed_via_github_app"] = status.Via is null ? null : App(status.Via),
        };
    }

    private string UrlOf(Deployment deployment) =>
        string.Create(CultureInfo.InvariantCulture, $"{Of(deployment.Repository)}/deployments/{deployment.Id}");
}
