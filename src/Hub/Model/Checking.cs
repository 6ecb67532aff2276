using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>Check runs and their suites: written by Apps, each only its own.</summary>
public sealed class Checking
{
    private const string Permission = "checks";
    private const string Heads = "refs/heads/";
    private readonly World _world;

    public Checking(World world)
    {
        _world = world;
        world.Subscribe(Pushed);
    }

    public Answer<CheckRun> Create(Caller caller, Repository repository, string name, string sha, CheckReport report)
    {
        if (caller.Refuses(repository, Permission, Access.Write) is { } refusal)
            return refusal;
        if (caller is not Caller.Bot bot)
            return new Refusal(403, "You must authenticate via a GitHub App.");
        if (name.Length == 0)
            return CheckLimits.Invalid("\"name\" wasn't supplied.");
        if (repository.Git.Commit(sha) is not { } commit)
            return NoCommit(sha);
        if (CheckLimits.Refuses(report) is { } limit)
            return limit;
        var suite = SuiteFor(repository, commit.Sha, bot.Installation.App, null, null);
        if (suite.Runs.Count(r => r.Name == name) >= CheckLimits.RunsOfOneName)
            return Refusal.Invalid("CheckRun", "name", "custom", "This suite has reached the maximum number of check runs of one name.");
        return Begin(suite, name, report);
    }

    public Answer<CheckRun> Update(Caller caller, Repository repository, CheckRun run, CheckReport report)
    {
        if (caller.Refuses(repository, Permission, Access.Write) is { } refusal)
            return refusal;
        if (caller is not Caller.Bot bot)
            return new Refusal(403, "You must authenticate via a GitHub App.");
        if (bot.Installation.App != run.App)
            return new Refusal(
                403,
                $"Invalid app_id `{bot.Installation.App.Id}` - check run can only be modified by the GitHub App that created it."
            );
        if (CheckLimits.Refuses(report) is { } limit)
            return limit;
        var wasCompleted = run.Status == "completed";
        Say(run, report);
        Settle(repository, run, wasCompleted);
        return run;
    }

    /// <summary>A suite of this App on this commit; the flag says whether it is new.</summary>
    public Answer<(CheckSuite Suite, bool IsNew)> CreateSuite(Caller caller, Repository repository, string sha)
    {
        if (caller.Refuses(repository, Permission, Access.Write) is { } refusal)
            return refusal;
        if (caller is not Caller.Bot bot)
            return new Refusal(403, "You must authenticate via a GitHub App.");
        if (repository.Git.Commit(sha) is not { } commit)
            return NoCommit(sha);
        var isNew = repository.Marks.SuiteOf(commit.Sha, bot.Installation.App) is null;
        return (SuiteFor(repository, commit.Sha, bot.Installation.App, null, null), isNew);
    }

    /// <summary>Asks the run's App for it again: the run stays as it is, its suite waits.</summary>
    public Refusal? Rerequest(Caller caller, Repository repository, CheckRun run)
    {
        if (caller.Refuses(repository, Permission, Access.Write) is { } refusal)
            return refusal;
        if (run.Status != "completed")
            return new Refusal(422, "This check run is not rerequestable");
        repository.Marks.Suites[run.SuiteId].IsRerequested = true;
        _world.Emit(new WorldEvent.CheckRunChange("rerequested", repository, run, caller.Who));
        return null;
    }

    public Refusal? Rerequest(Caller caller, CheckSuite suite)
    {
        if (caller.Refuses(suite.Repository, Permission, Access.Write) is { } refusal)
            return refusal;
        (suite.IsRerequested, suite.UpdatedAt) = (true, _world.Now);
        _world.Emit(new CheckSuiteChange("rerequested", suite, caller.Who));
        return null;
    }

    /// <summary>A person presses one of the run's buttons; refused unless it has such a button and the person may write.</summary>
    public Refusal? Press(Account by, Repository repository, CheckRun run, string identifier)
    {
        if (repository.RoleOf(by) < Role.Write)
            return Refusal.NotFound;
        if (!run.Actions.Exists(a => a.Identifier == identifier))
            return Refusal.Invalid("CheckRun", "identifier", "invalid");
        _world.Emit(new WorldEvent.CheckRunChange("requested_action", repository, run, by, identifier));
        return null;
    }

    internal CheckSuite SuiteFor(Repository repository, string sha, App app, string? branch, string? before)
    {
        if (repository.Marks.SuiteOf(sha, app) is { } known)
            return known;
        return NewSuite(repository, sha, app, branch, before);
    }

    /// <summary>Actions has a suite for each run of a workflow; other Apps have one for each commit.</summary>
    internal CheckSuite NewSuite(Repository repository, string sha, App app, string? branch, string? before)
    {
        var suite = new CheckSuite(_world.NextId(), repository, sha, app)
        {
            HeadBranch = branch ?? repository.Branches.Where(b => b.Value == sha).Select(b => b.Key).FirstOrDefault(),
            Before = before ?? repository.Git.Commit(sha)?.Parents.FirstOrDefault(),
            CreatedAt = _world.Now,
            UpdatedAt = _world.Now,
        };
        repository.Marks.Add(suite);
        return suite;
    }

    internal CheckRun Begin(CheckSuite suite, string name, CheckReport report)
    {
        var run = new CheckRun(_world.NextId(), name, suite.Sha, suite.App) { SuiteId = suite.Id, StartedAt = _world.Now };
        Say(run, report);
        suite.IsRerequested = false;
        suite.Repository.Marks.Add(run);
        _world.Emit(new WorldEvent.CheckRunChange("created", suite.Repository, run, suite.App.Bot));
        Settle(suite.Repository, run, wasCompleted: false);
        return run;
    }

    internal void Continue(Repository repository, CheckRun run, CheckReport report)
    {
        var wasCompleted = run.Status == "completed";
        Say(run, report);
        Settle(repository, run, wasCompleted);
    }

    // After a push each App that may write checks has a suite on the new tip, and is told so.
    private void Pushed(WorldEvent happened)
    {
        if (happened is not WorldEvent.Push { After: var after, Before: var before, Of: var repository, By: var by } push)
            return;
        if (after == Zero.Sha || !push.Ref.StartsWith(Heads, StringComparison.Ordinal))
            return;
        var branch = push.Ref[Heads.Length..];
        foreach (var installation in _world.Installations.Values.ToArray())
        {
            if (!installation.Covers(repository) || installation.SuspendedAt is not null)
                continue;
            if (installation.Permissions.GetValueOrDefault(Permission) < Access.Write)
                continue;
            if (repository.Marks.SuiteOf(after, installation.App) is not null)
                continue;
            _world.Emit(new CheckSuiteChange("requested", SuiteFor(repository, after, installation.App, branch, before), by));
        }
    }

    private void Settle(Repository repository, CheckRun run, bool wasCompleted)
    {
        var suite = repository.Marks.Suites[run.SuiteId];
        suite.UpdatedAt = _world.Now;
        if (wasCompleted || run.Status != "completed")
            return;
        _world.Emit(new WorldEvent.CheckRunChange("completed", repository, run, run.App.Bot));
        if (suite.Status == "completed")
            _world.Emit(new CheckSuiteChange("completed", suite, run.App.Bot));
    }

    private void Say(CheckRun run, CheckReport report)
    {
        run.Name = report.Name ?? run.Name;
        run.ExternalId = report.ExternalId ?? run.ExternalId;
        run.DetailsUrl = report.DetailsUrl ?? run.DetailsUrl;
        run.StartedAt = report.StartedAt ?? run.StartedAt;
        // A conclusion completes the run whatever status was sent; a status alone takes a conclusion back.
        if (report.Conclusion is not null)
            (run.Status, run.Conclusion) = ("completed", report.Conclusion);
        else if (report.Status is not null)
            (run.Status, run.Conclusion) = (report.Status, null);
        run.CompletedAt = run.Status == "completed" ? report.CompletedAt ?? run.CompletedAt ?? _world.Now : null;
        if (report.Output is { } output)
        {
            run.Title = output.Title ?? run.Title;
            run.Summary = output.Summary ?? run.Summary;
            run.Text = output.Text ?? run.Text;
            run.Annotations.AddRange(output.Annotations);
        }

        if (report.Actions is null)
            return;
        run.Actions.Clear();
        run.Actions.AddRange(report.Actions);
    }

    private static Refusal NoCommit(string sha) => new(422, $"No commit found for SHA: {sha}");
}
