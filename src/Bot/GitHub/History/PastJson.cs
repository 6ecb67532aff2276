using System.Text.Json.Serialization;
using Sluice.Bot.GitHub.Wire;

namespace Sluice.Bot.GitHub.History;

internal sealed record RepositoryNameJson(string? FullName, string? DefaultBranch);

internal sealed record PastRunsJson(int TotalCount, PastRunJson[]? WorkflowRuns);

internal sealed record PastRunJson(
    string? HeadSha,
    string? Event,
    string? Name,
    string? Conclusion,
    int RunAttempt,
    DateTimeOffset? RunStartedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RepositoryNameJson))]
[JsonSerializable(typeof(PullJson[]))]
[JsonSerializable(typeof(PastRunsJson))]
internal sealed partial class PastJsonContext : JsonSerializerContext;
