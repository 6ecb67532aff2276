using System.Text.Json;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>Deployments, and how they stand.</summary>
internal static class DeploymentReader
{
    public static DeploymentFact? Read(long repo, JsonElement body)
    {
        var (deployment, status) = (body.At("deployment"), body.At("deployment_status"));
        if (
            deployment.Number("id") is not { } id
            || deployment.Sha("sha") is not { } sha
            || deployment.Text("environment") is not { } environment
            || deployment.Time("created_at") is not { } created
        )
        {
            return null;
        }

        var state = State(status.Text("state"));
        var updated = status.Time("updated_at") ?? status.Time("created_at") ?? created;
        var value = new Deployment(
            id,
            sha,
            environment,
            Payload(deployment.At("payload")),
            state,
            status.Text("description") ?? deployment.Text("description") ?? "",
            created,
            updated
        )
        {
            Creator = deployment.At("creator").Number("id"),
        };
        return new(repo, Stamps.Of(updated, Rank(state)), value);
    }

    private static DeploymentState State(string? state) =>
        state switch
        {
            "queued" => DeploymentState.Queued,
            "in_progress" => DeploymentState.InProgress,
            "success" => DeploymentState.Success,
            "failure" => DeploymentState.Failure,
            "error" => DeploymentState.Error,
            "inactive" => DeploymentState.Inactive,
            _ => DeploymentState.Pending,
        };

    /// <summary>Several statuses within one second come in this order.</summary>
    private static int Rank(DeploymentState state) =>
        state switch
        {
            DeploymentState.Pending => 0,
            DeploymentState.Queued => 1,
            DeploymentState.InProgress => 2,
            DeploymentState.Inactive => 4,
            _ => 3,
        };

    /// <summary>GitHub hands a payload back as it was given: an object, or text that holds one.</summary>
    private static DeploymentPayload? Payload(JsonElement payload)
    {
        if (payload.Text() is { } text)
        {
            return Inner(text);
        }

        var ours = payload.At("sluice");
        return ours.Text("id") is { } id && ours.Text("stage") is { } stage
            ? new(
                id,
                stage,
                (int)Math.Clamp(ours.Number("weight") ?? 0, 0, 100),
                ours.Each("pulls").Select(pull => pull.Number()).OfType<long>().Select(number => (int)number).ToRow(),
                ours.Sha("previous_sha")
            )
            {
                Fence = (int)Math.Clamp(ours.Number("fence") ?? 0, 0, int.MaxValue),
            }
            : null;
    }

    private static DeploymentPayload? Inner(string text)
    {
        try
        {
            using var inner = JsonDocument.Parse(text);
            return inner.RootElement.ValueKind == JsonValueKind.Object ? Payload(inner.RootElement) : null;
        }
        catch (JsonException)
        {
            return null; // somebody else's deployment, with a payload of their own
        }
    }
}
