using System.Text.Json;

namespace Sluice.Bot.GitHub.Wire;

internal sealed record DeploymentJson(
    long Id, string? Sha, string? Environment, JsonElement? Payload, string? Description, AccountJson? Creator, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

internal sealed record DeploymentStatusJson(string? State, string? Description, DateTimeOffset CreatedAt);

internal sealed record DeploymentWriteJson(
    string Ref, string Task, bool AutoMerge, IReadOnlyList<string> RequiredContexts, PayloadJson Payload, string Environment, string Description,
    bool TransientEnvironment, bool ProductionEnvironment);

internal sealed record DeploymentStatusWriteJson(string State, string Description, bool AutoInactive);

/// <summary>The contract's payload, under a name of its own beside whatever else a deployment carries.</summary>
internal sealed record PayloadJson(StageJson? Sluice);

internal sealed record StageJson(string? Id, string? Stage, int Weight, int[]? Pulls, string? PreviousSha);
