using System.Text.Json;

namespace Sluice.Bot.GitHub.Wire;

internal sealed record DeploymentJson(
    long Id,
    string? Sha,
    string? Environment,
    JsonElement? Payload,
    string? Description,
    AccountJson? Creator,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

internal sealed record DeploymentStatusJson(
    string? State,
    string? Description,
    DateTimeOffset CreatedAt,
    string? LogUrl = null,
    string? EnvironmentUrl = null
);

internal sealed record DeploymentWriteJson(
    string Ref,
    string Task,
    bool AutoMerge,
    IReadOnlyList<string> RequiredContexts,
    PayloadJson Payload,
    string Environment,
    string Description,
    bool TransientEnvironment,
    bool ProductionEnvironment
);

/// <param name="LogUrl">Where a deployer's own page is; a later status without it would hide it.</param>
internal sealed record DeploymentStatusWriteJson(
    string State,
    string Description,
    bool AutoInactive,
    string? LogUrl = null,
    string? EnvironmentUrl = null
);

/// <param name="ReturnRunDetails">Since 2026; without it the answer is empty.</param>
internal sealed record WorkflowDispatchJson(string Ref, WorkflowInputsJson Inputs, bool? ReturnRunDetails);

/// <summary>Inputs of a workflow are texts.</summary>
internal sealed record WorkflowInputsJson(
    string DeploymentId,
    string Environment,
    string Stage,
    string Sha,
    string PreviousSha,
    string Weight,
    string Pulls,
    string Fence
);

internal sealed record RepositoryDispatchJson(string EventType, ClientPayloadJson ClientPayload);

/// <summary>At most ten properties.</summary>
internal sealed record ClientPayloadJson(
    long DeploymentId,
    string Environment,
    string Stage,
    string Sha,
    string? PreviousSha,
    int Weight,
    int[] Pulls,
    int Fence
);

internal sealed record DispatchedJson(long? WorkflowRunId, string? HtmlUrl);

/// <summary>The contract's payload, under a name of its own beside whatever else a deployment carries.</summary>
internal sealed record PayloadJson(StageJson? Sluice);

internal sealed record StageJson(string? Id, string? Stage, int Weight, int[]? Pulls, string? PreviousSha, int Fence = 0);
