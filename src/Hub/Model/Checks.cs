namespace Sluice.Hub.Model;

/// <summary>A check run of an App on a commit. Status and conclusion are GitHub's words.</summary>
public sealed class CheckRun(long id, string name, string sha, App app)
{
    public long Id { get; } = id;

    public string Name { get; set; } = name;

    public string Sha { get; } = sha;

    public App App { get; } = app;

    public long SuiteId { get; init; }

    public string Status { get; set; } = "queued";

    public string? Conclusion { get; set; }

    public string? ExternalId { get; set; }

    public string? DetailsUrl { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }

    public string? Title { get; set; }

    public string? Summary { get; set; }

    public string? Text { get; set; }

    public List<CheckAnnotation> Annotations { get; } = [];

    public List<CheckAction> Actions { get; } = [];
}

public sealed record CheckAnnotation(
    string Path,
    int StartLine,
    int EndLine,
    int? StartColumn,
    int? EndColumn,
    string Level,
    string Message,
    string? Title,
    string? RawDetails
);

public sealed record CheckAction(string Label, string Description, string Identifier);

/// <summary>A commit status; state is error, failure, pending or success.</summary>
public sealed record CommitStatus(
    long Id,
    string Sha,
    string Context,
    string State,
    string? Description,
    string? TargetUrl,
    Account Creator,
    DateTimeOffset At
);
