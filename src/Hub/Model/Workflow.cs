using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Hub.Model;

/// <summary>A workflow of a repository: when it runs, and the jobs it has. Who runs the jobs is whoever subscribes to the world.</summary>
/// <param name="Event">"push", "pull_request", "merge_group", "workflow_dispatch" or "repository_dispatch".</param>
/// <param name="Branches">Globs of the branches that it runs for, or of a repository_dispatch's types; none means all.</param>
public sealed record Workflow(long Id, string Name, string Path, string Event, string[] Jobs, params string[] Branches)
{
    /// <summary>Names of the inputs that a workflow_dispatch may give.</summary>
    public string[] Inputs { get; init; } = [];

    /// <summary>Somebody switched it off.</summary>
    public bool IsDisabled { get; set; }

    public bool RunsFor(string branch) => Branches.Length == 0 || Branches.Any(b => Glob.Matches(b, branch));

    /// <summary>As REST paths name it: by its id, or by its file.</summary>
    public bool IsNamed(string name) =>
        System.IO.Path.GetFileName(Path) == name || Path == name || Id.ToString(CultureInfo.InvariantCulture) == name;
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

    /// <summary>What a dispatch gave it: a workflow_dispatch's inputs, or a repository_dispatch's client_payload.</summary>
    public JsonObject Given { get; init; } = [];

    public string HeadSha => Suite.Sha;

    public int Attempt { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The jobs of the current attempt.</summary>
    public List<WorkflowJob> Jobs { get; } = [];

    public bool IsCompleted => Jobs.TrueForAll(j => j.Status == "completed");

    public string Status =>
        IsCompleted ? "completed"
        : Jobs.Exists(j => j.Status != "queued") ? "in_progress"
        : "queued";

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

/// <summary>repository_dispatch: its action is whatever the caller named.</summary>
internal sealed record RepositoryDispatch(string Type, Repository In, JsonObject Payload, Account Actor)
    : WorldEvent.Other("repository_dispatch", Type, In, Actor);

/// <summary>workflow_dispatch: without an action.</summary>
internal sealed record WorkflowDispatch(Workflow Workflow, Repository In, string Ref, JsonObject Inputs, Account Actor)
    : WorldEvent.Other("workflow_dispatch", null, In, Actor);
