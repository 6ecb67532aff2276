namespace Sluice.Flow.Policies;

/// <summary>
/// How a deployer is told. Whichever way, there is a deployment on GitHub: it carries how things stand, and is found again after a restart.
/// </summary>
/// <param name="Workflow">Of a workflow_dispatch: the file's name.</param>
/// <param name="Ref">Of a workflow_dispatch: the branch or tag whose workflow runs; null: the default branch.</param>
/// <param name="Event">Of a repository_dispatch: its type.</param>
/// <param name="Timeout">After so long a deployment has failed.</param>
public sealed record DeployPolicy(
    DeployBy By = DeployBy.Deployment,
    string? Workflow = null,
    string? Ref = null,
    string Event = DeployPolicy.UsualEvent,
    TimeSpan Timeout = default
)
{
    public const string UsualEvent = "sluice-deploy";

    public static TimeSpan UsualTimeout { get; } = TimeSpan.FromMinutes(30);

    public TimeSpan Timeout { get; init; } = Timeout == default ? UsualTimeout : Timeout;
}

/// <summary>What makes a deployer begin: the deployment alone, or a run of a workflow, or an event that anybody may listen to.</summary>
public enum DeployBy
{
    Deployment,
    WorkflowDispatch,
    RepositoryDispatch,
}
