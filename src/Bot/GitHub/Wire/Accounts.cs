namespace Sluice.Bot.GitHub.Wire;

internal sealed record TokenJson(string? Token, DateTimeOffset? ExpiresAt);

internal sealed record AccountJson(long Id, string? Login, string? Type);

internal sealed record AppJson(long Id, string? Slug);

internal sealed record InstallationJson(long Id, DateTimeOffset? SuspendedAt);

internal sealed record HookDeliveryJson(long Id, string Guid, DateTimeOffset DeliveredAt, int StatusCode, string Event, string? Status);

internal sealed record RepositoryPageJson(RepositoryJson[]? Repositories);

internal sealed record RepositoryJson(
    long Id,
    string? Name,
    AccountJson? Owner,
    bool Private,
    string? DefaultBranch,
    bool Archived,
    bool Disabled
)
{
    /// <summary>Told to those who may write.</summary>
    public bool DeleteBranchOnMerge { get; init; }

    public string? SquashMergeCommitTitle { get; init; }

    public string? SquashMergeCommitMessage { get; init; }

    public string? MergeCommitTitle { get; init; }

    public string? MergeCommitMessage { get; init; }
}

internal sealed record PermissionJson(string? Permission, string? RoleName);

/// <param name="State"><c>active</c>, or <c>pending</c> for somebody who is invited.</param>
internal sealed record MembershipJson(string? State);

/// <param name="Author">The account that a commit's address belongs to, if any.</param>
internal sealed record AuthoredJson(AccountJson? Author);
