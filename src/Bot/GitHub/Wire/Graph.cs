using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sluice.Bot.GitHub.Graph;

namespace Sluice.Bot.GitHub.Wire;

internal sealed record GraphAsk(string Query, GraphVariables Variables);

internal sealed record GraphVariables(string Owner, string Name, int? Count, string? Cursor, int? Number);

/// <summary>GraphQL answers 200 also where it failed, wholly or in part.</summary>
internal sealed record GraphAnswer(GraphData? Data, GraphError[]? Errors);

/// <param name="Path">The field that failed; of a request that was not run, where it is written wrongly.</param>
/// <param name="Locations">Where in the text; none where it was GitHub that failed.</param>
internal sealed record GraphError(string? Type, string? Message, JsonArray? Path = null, JsonArray? Locations = null);

/// <summary>Many fields in one request, each with variables of its own.</summary>
internal sealed record GraphFieldsAsk(string Query, JsonObject Variables);

internal sealed record GraphData(GraphRepository? Repository);

internal sealed record GraphRepository(GraphNodes<GraphPull>? PullRequests, GraphPull? PullRequest);

internal sealed record GraphNodes<T>(T?[]? Nodes, GraphPageInfo? PageInfo)
{
    public IEnumerable<T> All => (Nodes ?? []).OfType<T>();
}

internal sealed record GraphPageInfo(bool HasNextPage, string? EndCursor, bool HasPreviousPage = false);

internal sealed record GraphActor([property: JsonPropertyName("__typename")] string? TypeName, string? Login, long? DatabaseId);

internal sealed record GraphPull(
    int Number,
    string? Id,
    string? Title,
    string? Body,
    string? State,
    bool IsDraft,
    bool Merged,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    GraphActor? Author,
    string? HeadRefOid,
    string? HeadRefName,
    GraphId? HeadRepository,
    string? BaseRefName,
    GraphOid? MergeCommit,
    GraphNodes<GraphLabel>? Labels,
    GraphNodes<GraphReview>? Reviews,
    GraphNodes<GraphLabelEvent>? TimelineItems,
    GraphNodes<GraphPullCommit>? Commits
)
{
    /// <summary>The last word of each, however long ago: to approve, to ask for changes, or to have that dismissed.</summary>
    public GraphNodes<GraphReview>? LatestOpinionatedReviews { get; init; }
}

internal sealed record GraphId(long? DatabaseId);

internal sealed record GraphNode(string? Id);

/// <summary>The bot's check runs on a commit.</summary>
internal sealed record GraphCheckRuns(string? Id, GraphCheckCommit? Object);

internal sealed record GraphCheckCommit(GraphNodes<GraphCheckSuite>? CheckSuites);

internal sealed record GraphCheckSuite(GraphNodes<GraphContext>? CheckRuns);

/// <summary>The comments on a pull request.</summary>
internal sealed record GraphConversation(GraphCommented.OfPull? PullRequest);

internal sealed record GraphLabelled(GraphNode? Label);

/// <summary>What putting labels on and taking them off answers.</summary>
internal sealed record GraphRelabelled(GraphRelabelled.Subject? Labelable)
{
    internal sealed record Subject(GraphNodes<GraphLabel>? Labels);
}

/// <summary>What creating and updating a check run answers.</summary>
internal sealed record GraphChecked(GraphContext? CheckRun);

/// <summary>What adding and updating a comment answers.</summary>
internal sealed record GraphCommented(GraphCommented.Edge? CommentEdge, GraphComment? IssueComment)
{
    public GraphComment? Comment => IssueComment ?? CommentEdge?.Node;

    internal sealed record Edge(GraphComment? Node);

    internal sealed record OfPull(GraphNodes<GraphComment>? Comments);
}

internal sealed record GraphComment(
    string? Id,
    long? DatabaseId,
    string? Body,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    GraphActor? Author
);

internal sealed record GraphOid(string? Oid);

internal sealed record GraphLabel(string? Name, string? Id = null);

internal sealed record GraphReview(long? DatabaseId, string? State, DateTimeOffset? SubmittedAt, GraphOid? Commit, GraphActor? Author);

internal sealed record GraphLabelEvent(
    [property: JsonPropertyName("__typename")] string? TypeName,
    DateTimeOffset? CreatedAt,
    GraphActor? Actor,
    GraphLabel? Label
);

internal sealed record GraphPullCommit(GraphCommit? Commit);

internal sealed record GraphCommit(string? Oid, GraphSignature? Signature, GraphRollup? StatusCheckRollup);

internal sealed record GraphSignature(bool IsValid, bool WasSignedByGitHub, GraphActor? Signer);

internal sealed record GraphRollup(GraphNodes<GraphContext>? Contexts);

/// <summary>A check run or a commit status, by its type's name.</summary>
internal sealed record GraphContext(
    [property: JsonPropertyName("__typename")] string? TypeName,
    string? Name,
    long? DatabaseId,
    string? Status,
    string? Conclusion,
    string? DetailsUrl,
    string? Title,
    string? ExternalId,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    GraphSuite? CheckSuite,
    string? Id,
    string? Context,
    string? State,
    string? TargetUrl,
    DateTimeOffset? CreatedAt
);

internal sealed record GraphSuite(long? DatabaseId, GraphId? App);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString
)]
[JsonSerializable(typeof(GraphAsk))]
[JsonSerializable(typeof(GraphAnswer))]
[JsonSerializable(typeof(GraphFieldsAsk))]
[JsonSerializable(typeof(GraphReply))]
[JsonSerializable(typeof(GraphCheckRuns))]
[JsonSerializable(typeof(GraphConversation))]
[JsonSerializable(typeof(GraphLabelled))]
[JsonSerializable(typeof(GraphRelabelled))]
[JsonSerializable(typeof(GraphChecked))]
[JsonSerializable(typeof(GraphCommented))]
internal sealed partial class GraphJson : JsonSerializerContext;
