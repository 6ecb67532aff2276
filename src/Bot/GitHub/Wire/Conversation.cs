namespace Sluice.Bot.GitHub.Wire;

internal sealed record CommentJson(
    long Id, string? Body, AccountJson? User, string? HtmlUrl, string? IssueUrl, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

internal sealed record CommentWriteJson(string Body);

internal sealed record ReactionJson(string Content);

internal sealed record LabelJson(string? Name);

internal sealed record LabelsWriteJson(IReadOnlyList<string> Labels);
