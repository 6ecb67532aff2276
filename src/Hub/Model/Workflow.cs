namespace Sluice.Hub.Model;

/// <summary>A workflow of a repository: when it runs, and the jobs it has. Who runs the jobs is whoever subscribes to the world.</summary>
/// <param name="Event">"push", "pull_request" or "merge_group".</param>
/// <param name="Branches">Globs of the branches that it runs for; none means all.</param>
public sealed record Workflow(long Id, string Name, string Path, string Event, string[] Jobs, params string[] Branches)
{
    public bool RunsFor(string branch) => Branches.Length == 0 || Branches.Any(b => Glob.Matches(b, branch));
}

/// <summary>One run of a workflow on one commit. A rerun is the same run's next attempt.</summary>
public sealed class WorkflowRun(long id, int number, Repository repository, Workflow workflow, CheckSuite suite, Account actor)
{
    public long Id { get; } = id;

    public int Number { get; } = number;

    public Repository Repository { get; } = repository;

    public Workflow Workflow { get; } = workflow;

    public CheckSuite Suite { get; } = suite;

    public Account Actor { get; } = actor;

    public string Event => Workflow.Event;

    public string HeadBranch { get; init; } = "";

    public string HeadSha => Suite.Sha;

    public int Attempt { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The jobs of the current attempt.</summary>
    public List<WorkflowJob> Jobs { get; } = [];

    public bool IsCompleted => Jobs.TrueForAll(j => j.Status == "completed");

    public string Status => IsCompleted ? "completed" : Jobs.Exists(j => j.Status != "queued") ? "in_progress" : "queued";

    public string? Conclusion =>
        !IsCompleted ? null
        : Jobs.Exists(j => j.Conclusion == "cancelled") ? "cancelled"
        : Jobs.TrueForAll(j => j.Conclusion is "success" or "skipped" or "neutral") ? "success"
        : "failure";
}

/// <summary>A job of a run; what is known of it is its check run's.</summary>
public sealed record WorkflowJob(WorkflowRun Run, CheckRun Check, int Attempt)
{
    public string Name => Check.Name;

    public string Status => Check.Status;

    public string? Conclusion => Check.Conclusion;
}

/// <summary>workflow_run: requested, in_progress, completed.</summary>
internal sealed record WorkflowRunChange(string Did, WorkflowRun Run, Account Actor)
    : WorldEvent.Other("workflow_run", Did, Run.Repository, Actor);

/// <summary>workflow_job: queued, in_progress, completed. A runner takes those that are queued.</summary>
public sealed record WorkflowJobChange(string Did, WorkflowJob Job, Account Actor)
    : WorldEvent.Other("workflow_job", Did, Job.Run.Repository, Actor);
