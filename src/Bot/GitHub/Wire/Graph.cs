using System.Text.Json.Serialization;

namespace Sluice.Bot.GitHub.Wire;

internal sealed record GraphAsk(string Query, GraphVariables Variables);

internal sealed record GraphVariables(string Owner, string Name, int? Count, string? Cursor, int? Number);

/// <summary>GraphQL answers 200 also where it failed, wholly or in part.</summary>
internal sealed record GraphAnswer(GraphData? Data, GraphError[]? Errors);

internal sealed record GraphError(string? Type, string? Message);

internal sealed record GraphData(GraphRepository? Repository);

internal sealed record GraphRepository(GraphNodes<GraphPull>? PullRequests, GraphPull? PullRequest);

internal sealed record GraphNodes<T>(T?[]? Nodes, GraphPageInfo? PageInfo)
{
    public IEnumerable<T> All => (Nodes ?? []).OfType<T>();
}

internal sealed record GraphPageInfo(bool HasNextPage, string? EndCursor);

internal sealed record GraphActor([property: JsonPropertyName("__typename")] string? TypeName, string? Login, long? DatabaseId);

internal sealed record GraphPull(
    int Number, string? Id, string? Title, string? Body, string? State, bool IsDraft, bool Merged, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    GraphActor? Author, string? HeadRefOid, string? HeadRefName, GraphId? HeadRepository, string? BaseRefName, GraphOid? MergeCommit,
    GraphNodes<GraphLabel>? Labels, GraphNodes<GraphReview>? Reviews, GraphNodes<GraphLabelEvent>? TimelineItems, GraphNodes<GraphPullCommit>? Commits);

internal sealed record GraphId(long? DatabaseId);

internal sealed record GraphOid(string? Oid);

internal sealed record GraphLabel(string? Name);

internal sealed record GraphReview(long? DatabaseId, string? State, DateTimeOffset? SubmittedAt, GraphOid? Commit, GraphActor? Author);

internal sealed record GraphLabelEvent([property: JsonPropertyName("__typename")] string? TypeName, DateTimeOffset? CreatedAt, GraphActor? Actor, GraphLabel? Label);

internal sealed record GraphPullCommit(GraphCommit? Commit);

internal sealed record GraphCommit(string? Oid, GraphRollup? StatusCheckRollup);

internal sealed record GraphRollup(GraphNodes<GraphContext>? Contexts);

/// <summary>A check run or a commit status, by its type's name.</summary>
internal sealed record GraphContext(
    [property: JsonPropertyName("__typename")] string? TypeName, string? Name, long? DatabaseId, string? Status, string? Conclusion, string? DetailsUrl, string? Title,
    string? ExternalId, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, GraphSuite? CheckSuite,
    string? Context, string? State, string? TargetUrl, DateTimeOffset? CreatedAt);

internal sealed record GraphSuite(long? DatabaseId, GraphId? App);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(GraphAsk))]
[JsonSerializable(typeof(GraphAnswer))]
internal sealed partial class GraphJson : JsonSerializerContext;
