using System.Text.Json.Nodes;
using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>
/// Actions: runs start when something happens for which a workflow stands; their jobs report as check runs of GitHub's own App.
/// Jobs are run by subscribers, which tell <see cref="Start"/> and <see cref="Finish"/>.
/// </summary>
public sealed class Running
{
    private const string Heads = "refs/heads/";
    private const int LongestType = 100;
    private const int MostProperties = 10;
    private readonly World _world;
    private App? _app;

    public Running(World world)
    {
        _world = world;
        world.Subscribe(Heard);
    }

    /// <summary>The App "github-actions", as whose bot jobs report.</summary>
    public App App => _app ??= MakeApp();

    public Workflow Add(Repository repository, string name, string @event, string[] jobs, params string[] branches) =>
        Add(repository, name, @event, jobs, [], branches);

    /// <param name="inputs">Names that a workflow_dispatch may give.</param>
    public Workflow Add(Repository repository, string name, string @event, string[] jobs, string[] inputs, string[] branches)
    {
        var file = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        var workflow = new Workflow(_world.NextId(), name, $".github/workflows/{file}.yml", @event, jobs, branches) { Inputs = inputs };
        repository.Workflows.Add(workflow.Id, workflow);
        return workflow;
    }

    /// <summary>Runs a workflow on a branch or a tag because somebody asks for it.</summary>
    public Answer<WorkflowRun> Dispatch(Caller caller, Repository repository, string workflow, string on, JsonObject inputs)
    {
        if (caller.Refuses(repository, "actions", Access.Write) is { } refusal)
            return refusal;
        if (repository.Workflows.Values.FirstOrDefault(w => w.IsNamed(workflow)) is not { } found)
            return Refusal.NotFound;
        var name = on.StartsWith(Heads, StringComparison.Ordinal) ? on[Heads.Length..] : on;
        if (repository.Resolve(name) is not { } sha || !IsRef(repository, name))
            return new Refusal(422, $"No ref found for: {on}");
        if (found.Event != "workflow_dispatch")
            return new Refusal(422, "Workflow does not have 'workflow_dispatch' trigger");
        if (found.IsDisabled)
            return new Refusal(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow");
        var unexpected = inputs.Select(given => given.Key).Except(found.Inputs).ToArray();
        if (unexpected.Length > 0)
            return new Refusal(422, $"Unexpected inputs provided: [{string.Join(", ", unexpected.Select(each => $"\"{each}\""))}]");
        _world.Emit(new WorkflowDispatch(found, repository, $"{Heads}{name}", inputs, caller.Who));
        return Begin(repository, found, name, sha, caller.Who, inputs);
    }

    /// <summary>Tells workflows and Apps of something that happened elsewhere; whether anybody listens, nobody is told.</summary>
    public Refusal? Dispatch(Caller caller, Repository repository, string type, JsonObject payload)
    {
        if (caller.Refuses(repository, "contents", Access.Write) is { } refusal)
            return refusal;
        if (type.Length is 0 or > LongestType)
            return Refusal.Invalid("RepositoryDispatch", "event_type", "custom", $"event_type is 1 to {LongestType} characters long");
        if (payload.Count > MostProperties)
            return new Refusal(
                422,
                $"Invalid request.\n\nNo more than {MostProperties} properties are allowed; {payload.Count} were supplied."
            );
        _world.Emit(new RepositoryDispatch(type, repository, payload, caller.Who));
        var tip = repository.Branch(repository.DefaultBranch);
        var triggered = repository
            .Workflows.Values.Where(w => tip is not null && w is { Event: "repository_dispatch", IsDisabled: false } && w.RunsFor(type))
            .ToArray();
        foreach (var workflow in triggered)
            Begin(repository, workflow, repository.DefaultBranch, tip!, caller.Who, payload);
        return null;
    }

    /// <summary>A runner took a job. False when it is no longer waiting: cancelled, or of an earlier attempt.</summary>
    public bool Start(WorkflowJob job)
    {
        if (job.Status != "queued" || !job.Run.Jobs.Contains(job))
            return false;
        var wasQueued = job.Run.Status == "queued";
        _world.Checks.Continue(job.Run.Repository, job.Check, new CheckReport { Status = "in_progress", StartedAt = _world.Now });
        job.Run.UpdatedAt = _world.Now;
        if (wasQueued)
            Told("in_progress", job.Run);
        _world.Emit(new WorkflowJobChange("in_progress", job, job.Run.Actor));
        return true;
    }

    /// <summary>A runner ended a job. False when nobody waits for it any more.</summary>
    public bool Finish(WorkflowJob job, string conclusion, CheckOutput? output = null)
    {
        if (job.Status == "completed" || !job.Run.Jobs.Contains(job))
            return false;
        _world.Checks.Continue(job.Run.Repository, job.Check, new CheckReport { Conclusion = conclusion, Output = output });
        job.Run.UpdatedAt = _world.Now;
        _world.Emit(new WorkflowJobChange("completed", job, job.Run.Actor));
        if (job.Run.IsCompleted)
            Told("completed", job.Run);
        return true;
    }

    /// <summary>Runs all jobs of a completed run again, or those that did not succeed.</summary>
    public Refusal? Rerun(Caller caller, WorkflowRun run, bool onlyFailed)
    {
        if (caller.Refuses(run.Repository, "actions", Access.Write) is { } refusal)
            return refusal;
        if (!run.IsCompleted)
            return new Refusal(403, "This workflow is already running");
        var again = run.Jobs.Where(j => !onlyFailed || j.Conclusion is not ("success" or "skipped" or "neutral")).ToArray();
        if (again.Length == 0)
            return new Refusal(403, "This workflow run has no failed jobs");
        run.Attempt++;
        (run.StartedAt, run.UpdatedAt) = (_world.Now, _world.Now);
        var jobs = again.Select(j => (At: run.Jobs.IndexOf(j), Job: Enqueue(run, j.Name))).ToArray();
        foreach (var (at, job) in jobs)
            run.Jobs[at] = job;
        Announce(run, jobs.Select(j => j.Job));
        return null;
    }

    public Refusal? Cancel(Caller caller, WorkflowRun run)
    {
        if (caller.Refuses(run.Repository, "actions", Access.Write) is { } refusal)
            return refusal;
        if (run.IsCompleted)
            return new Refusal(409, "Cannot cancel a workflow run that is completed.");
        foreach (var job in run.Jobs.Where(j => j.Status != "completed").ToArray())
            Finish(job, "cancelled");
        return null;
    }

    private void Heard(WorldEvent happened)
    {
        switch (happened)
        {
            case WorldEvent.Push { After: not Zero.Sha } push when push.Ref.StartsWith(Heads, StringComparison.Ordinal):
                Begin(push.Of, "push", push.Ref[Heads.Length..], push.Ref[Heads.Length..], push.After, push.By);
                break;
            case MergeGroupChange { Did: "checks_requested", Entry: { Branch: { } branch, Head: { } head } entry }:
                Begin(entry.Pull.Repository, "merge_group", entry.Base, branch, head, entry.By);
                break;
            case WorldEvent.PullRequest { What: "opened" or "synchronize" or "reopened", Pull: var pull } change:
                Begin(pull.Repository, "pull_request", pull.BaseBranch, pull.HeadBranch, pull.HeadSha, change.By);
                break;
        }
    }

    private void Begin(Repository repository, string @event, string matched, string branch, string sha, Account by)
    {
        foreach (var workflow in repository.Workflows.Values.Where(w => w.Event == @event && !w.IsDisabled && w.RunsFor(matched)).ToArray())
            Begin(repository, workflow, branch, sha, by, []);
    }

    private WorkflowRun Begin(Repository repository, Workflow workflow, string branch, string sha, Account by, JsonObject given)
    {
        var suite = _world.Checks.NewSuite(repository, sha, App, branch, null);
        var run = new WorkflowRun(_world.NextId(), repository.WorkflowRuns.Count + 1, repository, workflow, suite, by)
        {
            HeadBranch = branch,
            Given = (JsonObject)given.DeepClone(),
            CreatedAt = _world.Now,
            UpdatedAt = _world.Now,
            StartedAt = _world.Now,
        };
        repository.WorkflowRuns.Add(run.Id, run);
        run.Jobs.AddRange(workflow.Jobs.Select(name => Enqueue(run, name)).ToArray());
        Announce(run, run.Jobs);
        return run;
    }

    // A commit's id is no ref to run on.
    private static bool IsRef(Repository repository, string name) =>
        repository.Branch(name) is not null || repository.Git.Ref($"refs/tags/{name}") is not null;

    private WorkflowJob Enqueue(WorkflowRun run, string name) =>
        new(run, _world.Checks.Begin(run.Suite, name, new CheckReport { Status = "queued" }), run.Attempt);

    private void Announce(WorkflowRun run, IEnumerable<WorkflowJob> jobs)
    {
        Told("requested", run);
        foreach (var job in jobs.ToArray())
            _world.Emit(new WorkflowJobChange("queued", job, run.Actor));
    }

    private void Told(string what, WorkflowRun run) => _world.Emit(new WorkflowRunChange(what, run, run.Actor));

    private App MakeApp()
    {
        const string slug = "github-actions";
        var owner = _world.Accounts.GetValueOrDefault("github") ?? _world.People.Organization("github");
        var app = _world.People.App(
            slug,
            owner,
            (id, bot) => new App(id, slug, owner, bot) { Name = "GitHub Actions", CreatedAt = _world.Now }
        );
        app.Permissions["checks"] = Access.Write;
        return app;
    }
}
