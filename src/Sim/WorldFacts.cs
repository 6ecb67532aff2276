using System.Text.Json;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;
using Actor = Sluice.Flow.Repo.Actor;
using BranchRules = Sluice.Flow.Repo.BranchRules;
using LabelEvent = Sluice.Flow.Repo.LabelEvent;
using Repository = Sluice.Hub.Model.Repository;
using Review = Sluice.Flow.Repo.Review;
using ReviewState = Sluice.Flow.Repo.ReviewState;

namespace Sluice.Sim;

/// <summary>The world's state as the facts that GitHub's webhooks and answers would tell.</summary>
public static class WorldFacts
{
    public static RepositoryFact Of(Repository repo, Installation installation) =>
        new(
            repo.Id,
            Stamps.Of(repo.UpdatedAt),
            new Flow.Repo.Repository(
                repo.Id,
                repo.Owner.Login,
                repo.Name,
                installation.Id,
                repo.IsPrivate,
                repo.DefaultBranch,
                installation.Covers(repo)
            )
        );

    public static PullFact Of(Pull pull)
    {
        var told = new PullRequest(
            pull.Number,
            $"PR_{pull.Id}",
            pull.Title,
            pull.Body ?? "",
            Of(pull.Author),
            new Sha(pull.HeadSha),
            pull.HeadBranch,
            pull.HeadRepository?.Id,
            pull.BaseBranch,
            pull.IsDraft,
            pull.IsOpen,
            pull.IsMerged,
            pull.IsMerged && pull.MergeCommit is { } sha ? new Sha(sha) : null,
            pull.Labels.Keys.Order(StringComparer.Ordinal).ToRow(),
            pull.CreatedAt,
            pull.UpdatedAt
        );
        return new PullFact(pull.Repository.Id, Stamps.Of(told), told);
    }

    public static ReviewFact Of(Pull pull, Hub.Model.Review review) =>
        new(
            pull.Repository.Id,
            Stamps.Of(review.SubmittedAt, (int)review.State),
            pull.Number,
            new Review(review.Id, Of(review.Author), Permission.None, Of(review.State), new Sha(review.Commit), review.SubmittedAt)
        );

    public static CommentFact Of(IssueComment comment) =>
        new(
            comment.Pull.Repository.Id,
            Stamps.Of(comment.UpdatedAt),
            comment.Pull.Number,
            new Comment(comment.Id, Of(comment.Author), Permission.None, comment.Body, comment.CreatedAt, comment.UpdatedAt)
        );

    public static LabelFact Of(Pull pull, Hub.Model.LabelEvent label) =>
        new(pull.Repository.Id, Stamps.Of(label.At), pull.Number, new LabelEvent(label.Label.Name, label.Added, Of(label.Actor), label.At));

    public static CheckFact Of(Repository repo, CheckRun run, string? branch, DateTimeOffset now)
    {
        var check = new Check(run.Name, run.Id, run.App.Id, State(run), run.DetailsUrl, run.StartedAt, run.CompletedAt, RunOf(repo, run))
        {
            Suite = run.SuiteId,
            Title = run.Title,
            ExternalId = run.ExternalId,
        };
        var pulls = repo.Pulls.Values.Where(pull => pull.IsOpen && pull.HeadSha == run.Sha).Select(pull => pull.Number);
        return new CheckFact(repo.Id, Stamps.Of(check, now), new Sha(run.Sha), check, branch, pulls.ToRow());
    }

    private static long? RunOf(Repository repo, CheckRun run) =>
        repo.WorkflowRuns.Values.FirstOrDefault(known => known.Suite.Id == run.SuiteId)?.Id;

    public static DeploymentFact Of(Hub.Model.Deployment deployment)
    {
        var payload = deployment.Payload?["sluice"]?.Deserialize<DeploymentPayload>();
        return new DeploymentFact(
            deployment.Repository.Id,
            Stamps.Of(deployment.UpdatedAt, deployment.Statuses.Count),
            new Flow.Repo.Deployment(
                deployment.Id,
                new Sha(deployment.Sha),
                deployment.Environment,
                payload,
                State(deployment.State),
                deployment.Description ?? "",
                deployment.CreatedAt,
                deployment.UpdatedAt
            )
            {
                Creator = deployment.Creator.Id,
            }
        );
    }

    /// <summary>GitHub's word for a deployment's state.</summary>
    public static string Word(DeploymentState state) =>
        state == DeploymentState.InProgress ? "in_progress" : state.ToString().ToLowerInvariant();

    public static BranchFact Branch(Repository repo, string name, DateTimeOffset at) =>
        new(repo.Id, Stamps.Of(at), name, repo.Branch(name) is { } sha ? new Sha(sha) : null);

    public static BranchRules Rules(Repository repo, string branch) =>
        new(
            Required(repo, branch).OrderBy(check => check.Name, StringComparer.Ordinal).ToRow(),
            Hub.Model.BranchRules.RequiredApprovals(repo, branch) ?? 0,
            false,
            false,
            Hub.Model.MergeQueues.RuleOf(repo, branch) is not null
        )
        {
            Guarded = Hub.Model.BranchRules.IsProtected(repo, branch),
        };

    public static Actor Of(Account account) =>
        new(
            account.Id,
            account.Login,
            account.Type switch
            {
                AccountType.Bot => ActorKind.Bot,
                AccountType.Organization => ActorKind.Organization,
                _ => ActorKind.User,
            }
        );

    public static Permission Of(Role role) =>
        role switch
        {
            Role.Read => Permission.Read,
            Role.Triage => Permission.Triage,
            Role.Write => Permission.Write,
            Role.Maintain => Permission.Maintain,
            Role.Admin => Permission.Admin,
            _ => Permission.None,
        };

    private static ReviewState Of(Hub.Model.ReviewState state) =>
        state switch
        {
            Hub.Model.ReviewState.Approved => ReviewState.Approved,
            Hub.Model.ReviewState.ChangesRequested => ReviewState.ChangesRequested,
            Hub.Model.ReviewState.Dismissed => ReviewState.Dismissed,
            _ => ReviewState.Commented,
        };

    private static CheckState State(CheckRun run) =>
        (run.Status, run.Conclusion) switch
        {
            ("completed", "success") => CheckState.Success,
            ("completed", "neutral") => CheckState.Neutral,
            ("completed", "skipped") => CheckState.Skipped,
            ("completed", "failure") => CheckState.Failure,
            ("completed", "timed_out") => CheckState.TimedOut,
            ("completed", "cancelled") => CheckState.Cancelled,
            ("completed", "action_required") => CheckState.ActionRequired,
            ("completed", _) => CheckState.Stale,
            ("in_progress", _) => CheckState.Running,
            _ => CheckState.Queued,
        };

    private static DeploymentState State(string word) =>
        Enum.GetValues<DeploymentState>().FirstOrDefault(state => Word(state) == word, DeploymentState.Pending);

    private static IEnumerable<Flow.Repo.RequiredCheck> Required(Repository repo, string branch) =>
        Hub
            .Model.BranchRules.RequiredChecks(repo, branch)
            .Select(required => new Flow.Repo.RequiredCheck(required.Context, required.AppId));
}
