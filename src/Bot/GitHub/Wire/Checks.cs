namespace Sluice.Bot.GitHub.Wire;

internal sealed record CheckRunPageJson(CheckRunJson[]? CheckRuns);

internal sealed record CheckRunJson(
    long Id,
    string? Name,
    string? HeadSha,
    string? ExternalId,
    string? HtmlUrl,
    string? DetailsUrl,
    string? Status,
    string? Conclusion,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    CheckOutputJson? Output,
    AppJson? App,
    PullNumberJson[]? PullRequests,
    CheckSuiteJson? CheckSuite,
    string? NodeId
);

internal sealed record CheckSuiteJson(long Id);

internal sealed record CheckOutputJson(string? Title, string? Summary, string? Text)
{
    /// <summary>Only written: GitHub tells their number.</summary>
    public AnnotationJson[]? Annotations { get; init; }
}

internal sealed record AnnotationJson(
    string Path,
    int StartLine,
    int EndLine,
    int StartColumn,
    int EndColumn,
    string AnnotationLevel,
    string Message
);

/// <summary>An annotation as it is read.</summary>
internal sealed record NoteJson(string? Path, string? AnnotationLevel, string? Title);

internal sealed record PullNumberJson(int Number);

internal sealed record CombinedStatusJson(StatusJson[]? Statuses);

internal sealed record StatusJson(string? Context, string? State, string? TargetUrl, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt);

/// <summary>What is written of our own check run.</summary>
internal sealed record CheckWriteJson(
    string Name,
    string? HeadSha,
    string Status,
    string? Conclusion,
    string ExternalId,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    CheckOutputJson Output
);

internal sealed record RunPageJson(RunJson[]? WorkflowRuns);

internal sealed record RunJson(long Id, string? Status, string? Conclusion = null, string? HtmlUrl = null);
