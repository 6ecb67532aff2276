namespace Sluice.Bot.GitHub.Wire;

internal sealed record RuleJson(string? Type, RuleParametersJson? Parameters);

internal sealed record RuleParametersJson(
    RequiredContextJson[]? RequiredStatusChecks,
    int? RequiredApprovingReviewCount,
    bool? RequireCodeOwnerReview
)
{
    public bool? DismissStaleReviewsOnPush { get; init; }

    public bool? RequireLastPushApproval { get; init; }

    public RequiredReviewerJson[]? RequiredReviewers { get; init; }
}

/// <summary>A team that has to approve what changes some files.</summary>
internal sealed record RequiredReviewerJson(string[]? FilePatterns, int? MinimumApprovals);

internal sealed record RequiredContextJson(string? Context, long? IntegrationId, long? AppId);

internal sealed record ProtectionJson(
    ProtectedChecksJson? RequiredStatusChecks,
    ProtectedReviewsJson? RequiredPullRequestReviews,
    SwitchJson? RequiredSignatures
)
{
    public bool Enabled { get; init; }
}

internal sealed record ProtectedChecksJson(string[]? Contexts, RequiredContextJson[]? Checks, string? EnforcementLevel);

internal sealed record ProtectedReviewsJson(int? RequiredApprovingReviewCount, bool? RequireCodeOwnerReviews)
{
    public bool? DismissStaleReviews { get; init; }

    public bool? RequireLastPushApproval { get; init; }
}

internal sealed record SwitchJson(bool Enabled);

internal sealed record BranchJson(ProtectionJson? Protection, bool Protected = false);
