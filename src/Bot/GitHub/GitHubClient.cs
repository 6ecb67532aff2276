using Sluice.Bot.GitHub.Graph;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>GitHub as the turns need it.</summary>
public sealed class GitHubClient : IGitHub
{
    private readonly CheckRuns _checks;
    private readonly OwnCheck _own;
    private readonly OwnComments _comments;
    private readonly Labels _labels;
    private readonly Conversation _conversation;
    private readonly Deployments _deployments;
    private readonly Dispatching _dispatching;
    private readonly PullRequests _pulls;
    private readonly Rules _rules;
    private readonly Installed _installed;
    private readonly Issues _issues;
    private readonly Owners _owners;
    private readonly NativeQueues _natives;
    private readonly MadeCommits _commits;

    public GitHubClient(GitHubConnection connection)
    {
        var api = connection.Api;
        (_checks, _conversation, _deployments, _rules, _installed) = (
            new CheckRuns(api),
            new Conversation(api),
            new Deployments(api),
            new Rules(api),
            new Installed(api)
        );
        var (batches, nodes) = (connection.Batches, new Nodes());
        (_own, _comments, _labels) = (
            new OwnCheck(api, batches, nodes),
            new OwnComments(api, batches, nodes),
            new Labels(api, batches, nodes)
        );
        _pulls = new PullRequests(api, _checks, _labels);
        (_issues, _owners, _natives, _commits, _dispatching) = (
            new Issues(api),
            new Owners(api),
            new NativeQueues(batches),
            new MadeCommits(api),
            new Dispatching(api)
        );
    }

    public Task<Answer<Self>> WhoAmI(CancellationToken stop) => _installed.WhoAmI(stop);

    public Task<Answer<CheckFact>> PutCheck(Repository repo, PullMove.PutCheck check, CancellationToken stop) =>
        WhoAmI(stop).Then(self => _own.Put(repo, self, check, stop));

    public Task<Answer<CommentFact>> PutComment(Repository repo, PullRequest pull, PullMove.PutComment comment, CancellationToken stop) =>
        WhoAmI(stop).Then(self => _comments.Put(repo, self, pull, comment, stop));

    public Task<Answer<Nothing>> SetLabels(
        Repository repo,
        PullRequest pull,
        Row<string> add,
        Row<string> remove,
        CancellationToken stop
    ) => _labels.Set(repo, pull, add, remove, stop);

    public Task<Answer<Nothing>> React(Repository repo, long comment, string reaction, CancellationToken stop) =>
        _conversation.React(repo, comment, reaction, stop);

    public Task<Answer<Nothing>> Reply(Repository repo, PullRequest pull, long comment, string text, CancellationToken stop) =>
        WhoAmI(stop).Then(self => _comments.Reply(repo, self, pull, comment, text, stop));

    public Task<Answer<DeploymentFact>> Deploy(Repository repo, EnvironmentMove.Deploy deploy, CancellationToken stop) =>
        WhoAmI(stop).Then(self => _deployments.Ask(repo, self, deploy, stop));

    public Task<Answer<DeploymentFact>> SetDeploymentStatus(
        Repository repo,
        Deployment deployment,
        DeploymentState state,
        string description,
        CancellationToken stop
    ) => _deployments.SetStatus(repo, deployment, state, description, stop);

    public Task<Answer<DeployRun?>> Dispatch(Repository repo, EnvironmentMove.Dispatch dispatch, CancellationToken stop) =>
        _dispatching.Dispatch(repo, dispatch, stop);

    public Task<Answer<Row<DeployRun>>> Dispatched(Repository repo, DeployPolicy by, DateTimeOffset since, CancellationToken stop) =>
        WhoAmI(stop).Then(self => _dispatching.Since(repo, self, by, since, stop));

    public Task<Answer<DeployRun>> Run(Repository repo, long run, CancellationToken stop) => _dispatching.Run(repo, run, stop);

    public Task<Answer<PullFact>> OpenPull(
        Repository repo,
        string branch,
        string onto,
        string title,
        string body,
        Row<string> labels,
        CancellationToken stop
    ) => _pulls.Create(repo, branch, onto, title, body, labels, stop);

    public Task<Answer<int>> PutIssue(
        Repository repo,
        int? known,
        string marker,
        string title,
        string body,
        bool open,
        CancellationToken stop
    ) => WhoAmI(stop).Then(self => _issues.Put(repo, self, known, marker, title, body, open, stop));

    public Task<Answer<Sha>> Merge(Repository repo, LaneMove.Merge merge, string message, CancellationToken stop) =>
        _pulls.Merge(repo, merge, message, stop);

    public Task<Answer<Sha>> MakeCommit(Repository repo, DraftCommit draft, Row<Sha> parents, CancellationToken stop) =>
        _commits.Make(repo, draft, parents, stop);

    public Task<Answer<bool>> MakeBranch(Repository repo, string name, Sha commit, CancellationToken stop) =>
        _commits.Branch(repo, name, commit, stop);

    public Task<Answer<Row<Sha>>> Unsigned(Repository repo, int number, CancellationToken stop) => _commits.Unsigned(repo, number, stop);

    public Task<Answer<PullFact>> Retarget(Repository repo, PullRequest pull, string onto, CancellationToken stop) =>
        _pulls.Retarget(repo, pull, onto, stop);

    public Task<Answer<NativeSeen>> NativeQueue(Repository repo, string branch, Row<int> pulls, CancellationToken stop) =>
        _natives.Read(repo, branch, pulls, stop);

    public Task<Answer<Nothing>> Enqueue(Repository repo, LaneMove.Enqueue move, CancellationToken stop) => _natives.Put(repo, move, stop);

    public Task<Answer<Nothing>> Dequeue(Repository repo, int number, CancellationToken stop) => _natives.Take(repo, number, stop);

    public Task<Answer<Nothing>> RerunFailed(Repository repo, long run, CancellationToken stop) => _checks.RerunFailed(repo, run, stop);

    public Task<Answer<Nothing>> CancelRuns(Repository repo, Sha sha, CancellationToken stop) => _checks.Cancel(repo, sha, stop);

    public Task<Answer<PermissionFact>> Permission(Repository repo, string login, CancellationToken stop) =>
        _installed.Permission(repo, login, stop);

    public Task<Answer<StandsForFact>> StandsFor(Repository repo, string owner, string login, CancellationToken stop) =>
        _owners.StandsFor(repo, owner, login, stop);

    public Task<Answer<RulesFact>> Rules(Repository repo, string branch, CancellationToken stop) => _rules.Of(repo, branch, stop);

    public Task<Answer<HabitsFact>> Habits(Repository repo, CancellationToken stop) => _rules.Habits(repo, stop);

    public Task<Answer<FactPage>> OpenPulls(Repository repo, string? cursor, CancellationToken stop) => _pulls.Open(repo, cursor, stop);

    public Task<Answer<FactPage>> Pull(Repository repo, int number, CancellationToken stop) => _pulls.One(repo, number, stop);

    public Task<Answer<FactPage>> CommentsSince(Repository repo, DateTimeOffset since, CancellationToken stop) =>
        _conversation.Since(repo, since, stop);

    public Task<Answer<FactPage>> Checks(Repository repo, Sha sha, string? branch, CancellationToken stop) =>
        _checks.On(repo, sha, branch, stop);

    public Task<Answer<Row<CheckNote>>> Notes(Repository repo, long check, CancellationToken stop) => _checks.Notes(repo, check, stop);

    public Task<Answer<FactPage>> Deployments(Repository repo, string environment, CancellationToken stop) =>
        WhoAmI(stop).Then(self => _deployments.List(repo, self, environment, stop));

    public Task<Answer<FactPage>> Repositories(CancellationToken stop) => _installed.Repositories(stop);
}
