namespace Sluice.Bot.GitHub.Wire;

internal sealed record CommentJson(
    long Id,
    string? Body,
    AccountJson? User,
    string? HtmlUrl,
    string? IssueUrl,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? NodeId = null
);

internal sealed record CommentWriteJson(string Body);

internal sealed record ReactionJson(string Content);

internal sealed record LabelJson(string? Name, string? NodeId = null);

internal sealed record LabelsWriteJson(IReadOnlyList<string> Labels);
