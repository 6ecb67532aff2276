using Sluice.Flow.Repo;

namespace Sluice.Bot.GitHub;

/// <summary>GitHub's words for how things stand, lower case in REST and upper case in GraphQL, and ours.</summary>
internal static class States
{
    public static CheckState Check(string? status, string? conclusion) =>
        (status?.ToLowerInvariant(), conclusion?.ToLowerInvariant()) switch
        {
            ("in_progress", _) => CheckState.Running,
            ("completed", "success") => CheckState.Success,
            ("completed", "neutral") => CheckState.Neutral,
            ("completed", "skipped") => CheckState.Skipped,
            ("completed", "cancelled") => CheckState.Cancelled,
            ("completed", "timed_out") => CheckState.TimedOut,
            ("completed", "action_required") => CheckState.ActionRequired,
            ("completed", "startup_failure") => CheckState.StartupFailure,
            ("completed", "stale") => CheckState.Stale,
            ("completed", _) => CheckState.Failure,
            _ => CheckState.Queued,
        };

    public static (string Status, string? Conclusion) Words(CheckState state) =>
        state switch
        {
            CheckState.Queued => ("queued", null),
            CheckState.Running => ("in_progress", null),
            CheckState.Success => ("completed", "success"),
            CheckState.Neutral => ("completed", "neutral"),
            CheckState.Skipped => ("completed", "skipped"),
            CheckState.TimedOut => ("completed", "timed_out"),
            CheckState.Cancelled => ("completed", "cancelled"),
            CheckState.ActionRequired => ("completed", "action_required"),
            _ => ("completed", "failure"),
        };

    public static CheckState Status(string? state) =>
        state?.ToLowerInvariant() switch
        {
            "success" => CheckState.Success,
            "failure" or "error" => CheckState.Failure,
            _ => CheckState.Running,
        };

    /// <summary>Null: not handed in yet.</summary>
    public static ReviewState? Review(string? state) =>
        state?.ToLowerInvariant() switch
        {
            "approved" => ReviewState.Approved,
            "changes_requested" => ReviewState.ChangesRequested,
            "dismissed" => ReviewState.Dismissed,
            "commented" => ReviewState.Commented,
            _ => null,
        };

    public static DeploymentState Deployment(string? state) =>
        state?.ToLowerInvariant() switch
        {
            "queued" or "waiting" => DeploymentState.Queued,
            "in_progress" => DeploymentState.InProgress,
            "success" => DeploymentState.Success,
            "failure" => DeploymentState.Failure,
            "error" => DeploymentState.Error,
            "inactive" => DeploymentState.Inactive,
            _ => DeploymentState.Pending,
        };

    public static string Words(DeploymentState state) =>
        state switch
        {
            DeploymentState.Queued => "queued",
            DeploymentState.InProgress => "in_progress",
            DeploymentState.Success => "success",
            DeploymentState.Failure => "failure",
            DeploymentState.Error => "error",
            DeploymentState.Inactive => "inactive",
            _ => "pending",
        };

    /// <summary>The role says more than the permission, which knows neither triage nor maintain.</summary>
    public static Permission Permission(string? role, string? permission) =>
        (role?.ToLowerInvariant() ?? permission?.ToLowerInvariant()) switch
        {
            "admin" => Flow.Repo.Permission.Admin,
            "maintain" => Flow.Repo.Permission.Maintain,
            "write" => Flow.Repo.Permission.Write,
            "triage" => Flow.Repo.Permission.Triage,
            "read" => Flow.Repo.Permission.Read,
            "none" => Flow.Repo.Permission.None,
            // A role of the organization's own making: only the plain permission tells.
            _ when role is not null => Permission(null, permission),
            _ => Flow.Repo.Permission.None,
        };

    public static ActorKind Kind(string? type) =>
        type switch
        {
            "Bot" => ActorKind.Bot,
            "Organization" => ActorKind.Organization,
            _ => ActorKind.User,
        };
}
