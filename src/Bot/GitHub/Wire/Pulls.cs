namespace Sluice.Bot.GitHub.Wire;

internal sealed record PullJson(
    int Number,
    string? NodeId,
    string? Title,
    string? Body,
    AccountJson? User,
    PullSideJson? Head,
    PullSideJson? Base,
    bool Draft,
    string? State,
    DateTimeOffset? MergedAt,
    string? MergeCommitSha,
    LabelJson[]? Labels,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

internal sealed record PullSideJson(string? Ref, string? Sha, PullRepositoryJson? Repo);

internal sealed record PullRepositoryJson(long Id);

internal sealed record MergeWriteJson(string? CommitTitle, string? CommitMessage, string Sha, string MergeMethod);

internal sealed record MergedJson(string? Sha, bool Merged, string? Message);

internal sealed record PullAimJson(string Base);

internal sealed record PullWriteJson(string Title, string Head, string Base, string Body, bool MaintainerCanModify, bool Draft);
