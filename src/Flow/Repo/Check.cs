namespace Sluice.Flow.Repo;

/// <summary>A check run or a commit status, as one thing: a name, an App, and how it stands on one commit.</summary>
/// <param name="Id">The check run's id; 0 for a commit status.</param>
/// <param name="App">The App that reports it; null for a commit status.</param>
/// <param name="Run">The Actions run behind it, where there is one.</param>
public sealed record Check(
    string Name,
    long Id,
    long? App,
    CheckState State,
    string? Url,
    DateTimeOffset? Started,
    DateTimeOffset? Completed,
    long? Run = null
)
{
    /// <summary>The suite that it is of: two workflows of one App may each have a check of one name. Null for a commit status.</summary>
    public long? Suite { get; init; }

    /// <summary>Title that the check shows; compared so that an unchanged check is not written again.</summary>
    public string? Title { get; init; }

    /// <summary>Digest of what we wrote on it; only for our own.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>An annotation of a check that failed: a place in a file of the repository, and what is said to have failed there.</summary>
/// <param name="Check">The check run's id.</param>
/// <param name="Title">Often a test's name; null: none is given.</param>
public sealed record CheckNote(long Check, string Path, string? Title);

/// <summary>How a check stands. Required checks are met by Success, Neutral and Skipped, as on GitHub.</summary>
public enum CheckState
{
    Queued,
    Running,
    Success,
    Neutral,
    Skipped,
    Failure,
    TimedOut,
    Cancelled,
    ActionRequired,
    StartupFailure,
    Stale,
}

/// <summary>Which checks a branch demands.</summary>
/// <param name="Names">Ascending; empty: the branch demands none.</param>
/// <param name="Approvals">Reviews that the branch's own rules demand.</param>
/// <param name="CodeOwners">Whoever owns a changed file by CODEOWNERS must have approved it.</param>
public sealed record BranchRules(Row<RequiredCheck> Names, int Approvals, bool CodeOwners, bool Signatures, bool NativeQueue)
{
    public static BranchRules None { get; } = new([], 0, false, false, false);

    /// <summary>It is protected: a branch that stays, and nobody's to rewrite.</summary>
    public bool Guarded { get; init; }

    /// <summary>An approval of an older head counts no more.</summary>
    public bool DismissStale { get; init; }

    /// <summary>Patterns of files whose changes a team has to approve, by a ruleset; ascending.</summary>
    public Row<string> TeamsOver { get; init; } = [];
}

/// <summary>A required check, and the App that must report it where the rule says so.</summary>
public sealed record RequiredCheck(string Name, long? App);

/// <summary>A deployment that GitHub holds. <paramref name="Payload"/> is ours when it carries a <c>sluice</c> object.</summary>
public sealed record Deployment(
    long Id,
    Sha Sha,
    string Environment,
    DeploymentPayload? Payload,
    DeploymentState State,
    string Description,
    DateTimeOffset Created,
    DateTimeOffset Updated
)
{
    /// <summary>The account that asked for it: anybody who may deploy can write a payload like ours.</summary>
    public long? Creator { get; init; }
}

/// <summary>The contract's payload of a deployment.</summary>
/// <param name="Id">Stable per canary and stage, so that the same deployment is never asked for twice.</param>
/// <param name="Stage">canary, production or rollback.</param>
/// <param name="Weight">Share of the traffic in percent.</param>
public sealed record DeploymentPayload(string Id, string Stage, int Weight, Row<int> Pulls, Sha? PreviousSha)
{
    /// <summary>Rises with each canary of the pair: a deployer that has seen a higher one leaves this deployment alone.</summary>
    public int Fence { get; init; }
}

public enum DeploymentState
{
    Pending,
    Queued,
    InProgress,
    Success,
    Failure,
    Error,
    Inactive,
}

/// <summary>A run of a workflow that deploys.</summary>
public sealed record DeployRun(long Id, string Url, RunState State);

public enum RunState
{
    Queued,
    Running,
    Succeeded,
    Failed,
}
