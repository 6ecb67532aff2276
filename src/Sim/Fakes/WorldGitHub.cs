using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using static Sluice.Sim.Fakes.WorldAnswers;
using Model = Sluice.Hub.Model;

namespace Sluice.Sim.Fakes;

/// <summary>GitHub's API over the world's own model, without HTTP: what the real client is over the REST face.</summary>
public sealed class WorldGitHub(Model.World world, Model.Installation installation) : IGitHub
{
    private readonly WorldChecking _checking = new(world, installation);
    private readonly WorldDeploying _deploying = new(world, installation);

    private Model.Caller.Bot Bot => Model.People.As(installation);

    public Task<Answer<Self>> WhoAmI(CancellationToken stop) => Made(new Self(installation.App.Id, WorldFacts.Of(installation.App.Bot)));

    public Task<Answer<CheckFact>> PutCheck(Repository repo, PullMove.PutCheck check, CancellationToken stop) =>
        _checking.Put(Of(repo), check);

    public Task<Answer<CommentFact>> PutComment(Repository repo, PullRequest pull, PullMove.PutComment comment, CancellationToken stop)
    {
        var of = Of(repo);
        var known = comment.Id is { } id
            ? of.Comments.GetValueOrDefault(id)
            : of.Comments.Values.FirstOrDefault(other =>
                other.Pull.Number == pull.Number
                && other.Author == installation.App.Bot
                && other.Body.StartsWith(comment.Marker, StringComparison.Ordinal)
            );
        var answer = known is null
            ? world.Comments.Say(Bot, of.Pulls[pull.Number], comment.Body)
            : world.Comments.Edit(Bot, known, comment.Body);
        return Told(answer, WorldFacts.Of);
    }

    public Task<Answer<Nothing>> SetLabels(Repository repo, PullRequest pull, Row<string> add, Row<string> remove, CancellationToken stop)
    {
        var of = Of(repo).Pulls[pull.Number];
        if (add.Count > 0 && world.Labels.Put(Bot, of, [.. add]) is { Refusal: { } refusal })
        {
            return Refused<Nothing>(refusal);
        }

        foreach (var label in remove.Where(of.Labels.ContainsKey))
        {
            world.Labels.Take(Bot, of, label);
        }

        return Made(default(Nothing));
    }

    public Task<Answer<Nothing>> React(Repository repo, long comment, string reaction, CancellationToken stop) =>
        Of(repo).Comments.TryGetValue(comment, out var found)
            ? Told(world.Comments.React(Bot, found, reaction), _ => default(Nothing))
            : Refused<Nothing>(Model.Refusal.NotFound);

    public Task<Answer<Nothing>> Reply(Repository repo, PullRequest pull, long comment, string text, CancellationToken stop)
    {
        var of = Of(repo);
        var marker = $"<!-- sluice:reply {comment} -->";
        return of.Comments.Values.Any(other => other.Body.Contains(marker, StringComparison.Ordinal))
            ? Made(default(Nothing))
            : Told(world.Comments.Say(Bot, of.Pulls[pull.Number], $"{text}\n\n{marker}"), _ => default(Nothing));
    }

    public Task<Answer<DeploymentFact>> Deploy(Repository repo, EnvironmentMove.Deploy deploy, CancellationToken stop) =>
        _deploying.Deploy(Of(repo), deploy);

    public Task<Answer<DeploymentFact>> SetDeploymentStatus(
        Repository repo,
        Deployment deployment,
        DeploymentState state,
        string description,
        CancellationToken stop
    ) => _deploying.SetStatus(Of(repo), deployment, state, description);

    public Task<Answer<DeployRun?>> Dispatch(Repository repo, EnvironmentMove.Dispatch dispatch, CancellationToken stop) =>
        _deploying.Dispatch(Of(repo), dispatch, repo.DefaultBranch);

    public Task<Answer<Row<DeployRun>>> Dispatched(Repository repo, DeployPolicy by, DateTimeOffset since, CancellationToken stop) =>
        _deploying.Dispatched(Of(repo), by, since);

    public Task<Answer<DeployRun>> Run(Repository repo, long run, CancellationToken stop) => WorldDeploying.Run(Of(repo), run);

    public Task<Answer<PullFact>> OpenPull(
        Repository repo,
        string branch,
        string onto,
        string title,
        string body,
        Row<string> labels,
        CancellationToken stop
    )
    {
        var of = Of(repo);
        var known = of.Pulls.Values.FirstOrDefault(pull => pull.IsOpen && pull.HeadBranch == branch && pull.BaseBranch == onto);
        if (known is null && world.Pulls.Open(Bot, of, new Model.PullDraft(title, branch, onto, body)) is var opened)
        {
            if (opened.Refusal is { } refusal)
            {
                return Refused<PullFact>(refusal);
            }

            known = opened.Value;
        }

        return Told(world.Labels.Put(Bot, known!, [.. labels]), WorldFacts.Of);
    }

    public Task<Answer<int>> PutIssue(
        Repository repo,
        int? known,
        string marker,
        string title,
        string body,
        bool open,
        CancellationToken stop
    )
    {
        var of = Of(repo);
        var issue = of.Issues.Values.FirstOrDefault(issue =>
            issue.Number == known || (issue.IsOpen && issue.Body?.StartsWith(marker, StringComparison.Ordinal) == true)
        );
        return issue is null && !open
            ? Made(known ?? 0)
            : Told(
                issue is null
                    ? world.Issues.Open(Bot, of, title, body)
                    : world.Issues.Edit(Bot, issue, title, body, open ? "open" : "closed", null),
                written => written.Number
            );
    }

    public Task<Answer<Nothing>> CancelRuns(Repository repo, Sha sha, CancellationToken stop)
    {
        foreach (var run in Of(repo).WorkflowRuns.Values.Where(run => run.HeadSha == sha.Hex && !run.IsCompleted).ToList())
        {
            world.Actions.Cancel(Bot, run);
        }

        return Made(default(Nothing));
    }

    public Task<Answer<Sha>> MakeCommit(Repository repo, DraftCommit draft, Row<Sha> parents, CancellationToken stop)
    {
        var by = world.Repos.Sign(installation.App.Bot);
        var commit = Of(repo)
            .Git.Write(new Hub.Git.CommitDraft(draft.Tree.Hex, [.. parents.Select(parent => parent.Hex)], by, by, draft.Message));
        Of(repo).Marks.Signed[commit] = new Model.Signing(installation.App.Bot, ByGitHub: true);
        return Made(new Sha(commit));
    }

    public Task<Answer<bool>> MakeBranch(Repository repo, string name, Sha commit, CancellationToken stop) =>
        world.Refs.Move(Bot, Of(repo), [new Model.RefMove($"refs/heads/{name}", Hub.Git.Zero.Sha, commit.Hex)], "api") switch
        {
            null => Made(true),
            { Kind: Model.DenialKind.Exists } => Made(false),
            var denial => Refused<bool>(denial.ToRefusal()),
        };

    public Task<Answer<Row<Sha>>> Unsigned(Repository repo, int number, CancellationToken stop) =>
        Made(
            Of(repo)
                .History.Between(Of(repo).Pulls[number].BaseSha, Of(repo).Pulls[number].HeadSha)
                .Where(commit => !Of(repo).Marks.Signed.ContainsKey(commit.Sha))
                .Select(commit => new Sha(commit.Sha))
                .ToRow()
        );

    public Task<Answer<Sha>> Merge(Repository repo, LaneMove.Merge merge, string message, CancellationToken stop) =>
        Told(
            world.Merging.MergePull(
                Bot,
                Of(repo).Pulls[merge.Number],
                merge.Method == MergeMethod.Squash ? Model.MergeMethod.Squash : Model.MergeMethod.Rebase,
                merge.Head.Hex,
                merge.Title
            ),
            commit => new Sha(commit)
        );

    public Task<Answer<PullFact>> Retarget(Repository repo, PullRequest pull, string onto, CancellationToken stop) =>
        Told(world.Pulls.Edit(Bot, Of(repo).Pulls[pull.Number], new Model.PullEdit(Base: onto)), WorldFacts.Of);

    public Task<Answer<NativeSeen>> NativeQueue(Repository repo, string branch, Row<int> pulls, CancellationToken stop) =>
        Made(
            new NativeSeen(
                world
                    .MergeQueues.Of(Of(repo), branch)
                    .Select((entry, index) => new NativeEntry(entry.Pull.Number, index + 1, entry.State, Commit(entry.Head)))
                    .ToRow(),
                pulls.Select(number => Native(Of(repo).Pulls[number])).ToRow()
            )
        );

    public Task<Answer<Nothing>> Enqueue(Repository repo, LaneMove.Enqueue move, CancellationToken stop) =>
        world.MergeQueues.Find(Of(repo).Pulls[move.Number]) is not null
            ? Made(default(Nothing))
            : Told(world.MergeQueues.Enqueue(Bot, Of(repo).Pulls[move.Number], move.Head.Hex, move.Jump), _ => default(Nothing));

    public Task<Answer<Nothing>> Dequeue(Repository repo, int number, CancellationToken stop) =>
        world.MergeQueues.Find(Of(repo).Pulls[number]) is null
            ? Made(default(Nothing))
            : Told(world.MergeQueues.Dequeue(Bot, Of(repo).Pulls[number]), _ => default(Nothing));

    private NativePull Native(Model.Pull pull)
    {
        var left = world.MergeQueues.Removals.LastOrDefault(removal => removal.Pull == pull);
        return new NativePull(
            pull.Number,
            pull.IsOpen,
            pull.IsMerged ? Commit(pull.MergeCommit) : null,
            pull.MergedAt,
            left?.Reason,
            left?.At
        );
    }

    private static Sha? Commit(string? sha) => sha is null ? null : new Sha(sha);

    public Task<Answer<Nothing>> RerunFailed(Repository repo, long run, CancellationToken stop) =>
        world.Actions.Rerun(Bot, Of(repo).WorkflowRuns[run], onlyFailed: true) is { } refusal
        && !refusal.Message.Contains("already running", StringComparison.Ordinal)
            ? Refused<Nothing>(refusal)
            : Made(default(Nothing));

    public Task<Answer<PermissionFact>> Permission(Repository repo, string login, CancellationToken stop) =>
        Made(
            new PermissionFact(
                repo.Id,
                Stamps.Of(world.Now),
                login,
                world.Accounts.TryGetValue(login, out var account) ? WorldFacts.Of(Of(repo).RoleOf(account)) : Flow.Repo.Permission.None
            )
        );

    public Task<Answer<StandsForFact>> StandsFor(Repository repo, string owner, string login, CancellationToken stop) =>
        Made(
            new StandsForFact(
                repo.Id,
                Stamps.Of(world.Now),
                owner,
                login,
                owner.Split('/') is [_, var team] && Of(repo).Owner.Teams.TryGetValue(team, out var members) && members.Contains(login)
            )
        );

    public Task<Answer<RulesFact>> Rules(Repository repo, string branch, CancellationToken stop) =>
        Made(new RulesFact(repo.Id, Stamps.Of(world.Now), branch, WorldFacts.Rules(Of(repo), branch)));

    public Task<Answer<HabitsFact>> Habits(Repository repo, CancellationToken stop) =>
        Made(new HabitsFact(repo.Id, Stamps.Of(world.Now), Of(repo).Merging.DeleteBranch));

    public Task<Answer<FactPage>> OpenPulls(Repository repo, string? cursor, CancellationToken stop) =>
        Made(new FactPage([.. Of(repo).Pulls.Values.Where(pull => pull.IsOpen).SelectMany(All)], null));

    public Task<Answer<FactPage>> Pull(Repository repo, int number, CancellationToken stop) =>
        Of(repo).Pulls.TryGetValue(number, out var pull)
            ? Made(new FactPage([.. All(pull)], null))
            : Refused<FactPage>(Model.Refusal.NotFound);

    public Task<Answer<FactPage>> CommentsSince(Repository repo, DateTimeOffset since, CancellationToken stop) =>
        Made(new FactPage([.. Of(repo).Comments.Values.Where(comment => comment.UpdatedAt >= since).Select(WorldFacts.Of)], null));

    public Task<Answer<FactPage>> Checks(Repository repo, Sha sha, string? branch, CancellationToken stop) =>
        Made(new FactPage([.. Of(repo).Marks.RunsOn(sha.Hex).Select(run => WorldFacts.Of(Of(repo), run, branch, world.Now))], null));

    public Task<Answer<Row<CheckNote>>> Notes(Repository repo, long check, CancellationToken stop) =>
        Made(
            (Of(repo).Marks.RunsById.GetValueOrDefault(check)?.Annotations ?? [])
                .Where(note => note is { Level: "failure", Path: not ".github" })
                .Take(50)
                .Select(note => new CheckNote(check, note.Path, note.Title))
                .ToRow()
        );

    public Task<Answer<FactPage>> Deployments(Repository repo, string environment, CancellationToken stop) =>
        Made(new FactPage([.. Of(repo).Deployments.Values.Where(known => known.Environment == environment).Select(WorldFacts.Of)], null));

    public Task<Answer<FactPage>> Repositories(CancellationToken stop) =>
        Made(
            new FactPage([.. world.Repositories.Values.Where(installation.Covers).Select(repo => WorldFacts.Of(repo, installation))], null)
        );

    private IEnumerable<Fact> All(Model.Pull pull) =>
        [
            WorldFacts.Of(pull),
            .. pull.Reviews.Values.Select(review => WorldFacts.Of(pull, review)),
            .. pull.LabelEvents.Select(label => WorldFacts.Of(pull, label)),
            .. pull.Repository.Marks.RunsOn(pull.HeadSha).Select(run => WorldFacts.Of(pull.Repository, run, null, world.Now)),
        ];

    private Model.Repository Of(Repository repo) => world.Repositories[repo.Id];
}
