using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>
/// Actions: runs start when something happens for which a workflow stands; their jobs report as check runs of GitHub's own App.
/// Jobs are run by subscribers, which tell <see cref="Start"/> and <see cref="Finish"/>.
/// </summary>
public sealed class Running
{
    private const string Heads = "refs/heads/";
    private readonly World _world;
    private App? _app;

    public Running(World world)
    {
        _world = world;
        world.Subscribe(Heard);
    }

    /// <summary>The App "github-actions", as whose bot jobs report.</summary>
    public App App => _app ??= MakeApp();

    public Workflow Add(Repository repository, string name, string @event, string[] jobs, params string[] branches)
    {
        var file = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        var workflow = new Workflow(_world.NextId(), name, $".github/workflows/{file}.yml", @event, jobs, branches);
        repository.Workflows.Add(workflow.Id, workflow);
        return workflow;
    }

    /// <summary>A runner took a job. False when it is no longer waiting: cancelled, or of an earlier attempt.</summary>
    public bool Start(WorkflowJob job)
    {
        if (job.Status != "queued" || !job.Run.Jobs.Contains(job)) return false;
        var wasQueued = job.Run.Status == "queued";
        _world.Checks.Continue(job.Run.Repository, job.Check, new CheckReport { Status = "in_progress", StartedAt = _world.Now });
        job.Run.UpdatedAt = _world.Now;
        if (wasQueued) Told("in_progress", job.Run);
        _world.Emit(new WorkflowJobChange("in_progress", job, job.Run.Actor));
        return true;
    }

    /// <summary>A runner ended a job. False when nobody waits for it any more.</summary>
    public bool Finish(WorkflowJob job, string conclusion, CheckOutput? output = null)
    {
        if (job.Status == "completed" || !job.Run.Jobs.Contains(job)) return false;
        _world.Checks.Continue(job.Run.Repository, job.Check, new CheckReport { Conclusion = conclusion, Output = output });
        job.Run.UpdatedAt = _world.Now;
        _world.Emit(new WorkflowJobChange("completed", job, job.Run.Actor));
        if (job.Run.IsCompleted) Told("completed", job.Run);
        return true;
    }

    /// <summary>Runs all jobs of a completed run again, or those that did not succeed.</summary>
    public Refusal? Rerun(Caller caller, WorkflowRun run, bool onlyFailed)
    {
        if (caller.Refuses(run.Repository, "actions", Access.Write) is { } refusal) return refusal;
        if (!run.IsCompleted) return new Refusal(403, "This workflow is already running");
        var again = run.Jobs.Where(j => !onlyFailed || j.Conclusion is not ("success" or "skipped" or "neutral")).ToArray();
        if (again.Length == 0) return new Refusal(403, "This workflow run has no failed jobs");
        run.Attempt++;
        (run.StartedAt, run.UpdatedAt) = (_world.Now, _world.Now);
        var jobs = again.Select(j => (At: run.Jobs.IndexOf(j), Job: Enqueue(run, j.Name))).ToArray();
        foreach (var (at, job) in jobs) run.Jobs[at] = job;
        Announce(run, jobs.Select(j => j.Job));
        return null;
    }

    public Refusal? Cancel(Caller caller, WorkflowRun run)
    {
        if (caller.Refuses(run.Repository, "actions", Access.Write) is { } refusal) return refusal;
        if (run.IsCompleted) return new Refusal(409, "Cannot cancel a workflow run that is completed.");
        foreach (var job in run.Jobs.Where(j => j.Status != "completed").ToArray()) Finish(job, "cancelled");
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
                Begin(entry.Pull.Repository, "merge_group", entry.Pull.BaseBranch, branch, head, entry.By);
                break;
            case WorldEvent.PullRequest { What: "opened" or "synchronize" or "reopened", Pull: var pull } change:
                Begin(pull.Repository, "pull_request", pull.BaseBranch, pull.HeadBranch, pull.HeadSha, change.By);
                break;
        }
    }

    private void Begin(Repository repository, string @event, string matched, string branch, string sha, Account by)
    {
        foreach (var workflow in repository.Workflows.Values.Where(w => w.Event == @event && w.RunsFor(matched)).ToArray())
        {
            var suite = _world.Checks.NewSuite(repository, sha, App, branch, null);
            var run = new WorkflowRun(_world.NextId(), repository.WorkflowRuns.Count + 1, repository, workflow, suite, by)
            {
                HeadBranch = branch,
                CreatedAt = _world.Now,
                UpdatedAt = _world.Now,
                StartedAt = _world.Now,
            };
            repository.WorkflowRuns.Add(run.Id, run);
            run.Jobs.AddRange(workflow.Jobs.Select(name => Enqueue(run, name)).ToArray());
            Announce(run, run.Jobs);
        }
    }

    private WorkflowJob Enqueue(WorkflowRun run, string name) =>
        new(run, _world.Checks.Begin(run.Suite, name, new CheckReport { Status = "queued" }), run.Attempt);

    private void Announce(WorkflowRun run, IEnumerable<WorkflowJob> jobs)
    {
        Told("requested", run);
        foreach (var job in jobs.ToArray()) _world.Emit(new WorkflowJobChange("queued", job, run.Actor));
    }

    private void Told(string what, WorkflowRun run) => _world.Emit(new WorkflowRunChange(what, run, run.Actor));

    private App MakeApp()
    {
        const string slug = "github-actions";
        var owner = _world.Accounts.GetValueOrDefault("github") ?? _world.People.Organization("github");
        var app = _world.People.App(slug, owner, (id, bot) => new App(id, slug, owner, bot) { Name = "GitHub Actions", CreatedAt = _world.Now });
        app.Permissions["checks"] = Access.Write;
        return app;
    }
}
