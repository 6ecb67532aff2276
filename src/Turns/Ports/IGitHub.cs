using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>
/// GitHub's API as the turns need it. Every write is idempotent or says so; limits are waited out below or answered with Later.
/// </summary>
public interface IGitHub
{
    /// <summary>Who the bot is on GitHub; asked once and kept.</summary>
    Task<Answer<Self>> WhoAmI(CancellationToken stop);

    /// <summary>Creates the check run <c>sluice</c>, or updates the one with the id. The answer is the check as it stands.</summary>
    Task<Answer<CheckFact>> PutCheck(Repository repo, PullMove.PutCheck check, CancellationToken stop);

    /// <summary>
    /// Creates a comment, or edits the one with the id. Before creating, looks for the marker, so that a crash leaves no twin.
    /// </summary>
    Task<Answer<CommentFact>> PutComment(Repository repo, PullRequest pull, PullMove.PutComment comment, CancellationToken stop);

    Task<Answer<Nothing>> SetLabels(Repository repo, PullRequest pull, Row<string> add, Row<string> remove, CancellationToken stop);

    /// <summary>Reacts to a comment: <c>eyes</c>, <c>+1</c>, <c>confused</c>. The same again has no effect.</summary>
    Task<Answer<Nothing>> React(Repository repo, long comment, string reaction, CancellationToken stop);

    /// <summary>Comments once in answer to a command; found again by a hidden marker that names the command's comment.</summary>
    Task<Answer<Nothing>> Reply(Repository repo, PullRequest pull, long comment, string text, CancellationToken stop);

    /// <summary>
    /// Asks for a deployment (auto_merge false, no required contexts); one whose payload has the same id is found and answered instead.
    /// </summary>
    Task<Answer<DeploymentFact>> Deploy(Repository repo, EnvironmentMove.Deploy deploy, CancellationToken stop);

    /// <summary>
    /// Says how a deployment stands. One that has ended by then is given no other end but inactive, and is answered as it is.
    /// </summary>
    Task<Answer<DeploymentFact>> SetDeploymentStatus(
        Repository repo,
        Deployment deployment,
        DeploymentState state,
        string description,
        CancellationToken stop
    );

    /// <summary>
    /// Makes a deployer begin, by a workflow_dispatch or a repository_dispatch. Twice is two runs. The answer is the run, where GitHub
    /// tells it; refused: what is to be done.
    /// </summary>
    Task<Answer<DeployRun?>> Dispatch(Repository repo, EnvironmentMove.Dispatch dispatch, CancellationToken stop);

    /// <summary>The runs that the bot's own dispatches began since then, oldest first.</summary>
    Task<Answer<Row<DeployRun>>> Dispatched(Repository repo, DeployPolicy by, DateTimeOffset since, CancellationToken stop);

    Task<Answer<DeployRun>> Run(Repository repo, long run, CancellationToken stop);

    /// <summary>
    /// Opens a pull request from a branch of the repository; the one that is open for the branch is found and answered instead.
    /// </summary>
    Task<Answer<PullFact>> OpenPull(
        Repository repo,
        string branch,
        string onto,
        string title,
        string body,
        Row<string> labels,
        CancellationToken stop
    );

    /// <summary>
    /// Opens the issue whose text begins with the marker and pins it, or edits it in place; closed, it is unpinned. The answer is its
    /// number.
    /// </summary>
    Task<Answer<int>> PutIssue(Repository repo, int? known, string marker, string title, string body, bool open, CancellationToken stop);

    /// <summary>Stops the Actions runs on a commit, where there are any.</summary>
    Task<Answer<Nothing>> CancelRuns(Repository repo, Sha sha, CancellationToken stop);

    /// <summary>Merges a pull by its button, at the expected head; the answer is the commit. Refused: GitHub's words.</summary>
    /// <param name="message">Of a squash, with its title in the first line.</param>
    Task<Answer<Sha>> Merge(Repository repo, LaneMove.Merge merge, string message, CancellationToken stop);

    /// <summary>
    /// Has GitHub make a commit in the App's name, which it signs. Refused: also where its tree came out as another, or it is not signed.
    /// </summary>
    /// <param name="parents">Instead of the draft's own.</param>
    Task<Answer<Sha>> MakeCommit(Repository repo, DraftCommit draft, Row<Sha> parents, CancellationToken stop);

    /// <summary>Makes a branch at a commit that GitHub holds, whether or not the mirror does; false: there is one of that name.</summary>
    Task<Answer<bool>> MakeBranch(Repository repo, string name, Sha commit, CancellationToken stop);

    /// <summary>The commits of a pull without a signature that GitHub could verify.</summary>
    Task<Answer<Row<Sha>>> Unsigned(Repository repo, int number, CancellationToken stop);

    /// <summary>Aims an open pull at another base branch. Refused: GitHub's words.</summary>
    Task<Answer<PullFact>> Retarget(Repository repo, PullRequest pull, string onto, CancellationToken stop);

    /// <summary>GitHub's own merge queue of a branch, and how each of these pulls stands to it; without checks and refusals.</summary>
    Task<Answer<NativeSeen>> NativeQueue(Repository repo, string branch, Row<int> pulls, CancellationToken stop);

    /// <summary>Puts a pull into GitHub's own merge queue, at the expected head. Refused: GitHub's words.</summary>
    Task<Answer<Nothing>> Enqueue(Repository repo, LaneMove.Enqueue move, CancellationToken stop);

    /// <summary>Takes a pull out of GitHub's own merge queue.</summary>
    Task<Answer<Nothing>> Dequeue(Repository repo, int number, CancellationToken stop);

    /// <summary>Runs the failed jobs of an Actions run again. One that is under way is made; refused: GitHub will not.</summary>
    Task<Answer<Nothing>> RerunFailed(Repository repo, long run, CancellationToken stop);

    Task<Answer<PermissionFact>> Permission(Repository repo, string login, CancellationToken stop);

    /// <summary>
    /// Whether an account is of a team (<c>@org/team</c>), or has an address; told as unknown where GitHub does not let the App see that.
    /// </summary>
    Task<Answer<StandsForFact>> StandsFor(Repository repo, string owner, string login, CancellationToken stop);

    /// <summary>The rules of a branch, from rulesets and classic protection together.</summary>
    Task<Answer<RulesFact>> Rules(Repository repo, string branch, CancellationToken stop);

    /// <summary>How the repository wants its pulls merged.</summary>
    Task<Answer<HabitsFact>> Habits(Repository repo, CancellationToken stop);

    /// <summary>One page of open pull requests with checks, reviews, labels and who set them, in one request.</summary>
    /// <param name="cursor">Null: the first page.</param>
    Task<Answer<FactPage>> OpenPulls(Repository repo, string? cursor, CancellationToken stop);

    /// <summary>One pull request, open or not, with all that <see cref="OpenPulls"/> brings.</summary>
    Task<Answer<FactPage>> Pull(Repository repo, int number, CancellationToken stop);

    /// <summary>Comments of the whole repository since a time.</summary>
    Task<Answer<FactPage>> CommentsSince(Repository repo, DateTimeOffset since, CancellationToken stop);

    /// <summary>Every check and status on a commit.</summary>
    Task<Answer<FactPage>> Checks(Repository repo, Sha sha, string? branch, CancellationToken stop);

    /// <summary>
    /// Where a check run says that something failed: the first fifty places that it calls failures, those outside of the repository's files
    /// left out.
    /// </summary>
    Task<Answer<Row<CheckNote>>> Notes(Repository repo, long check, CancellationToken stop);

    /// <summary>The newest deployments of an environment with their states.</summary>
    Task<Answer<FactPage>> Deployments(Repository repo, string environment, CancellationToken stop);

    /// <summary>Every repository that the App reaches.</summary>
    Task<Answer<FactPage>> Repositories(CancellationToken stop);
}

/// <param name="Next">The next page's cursor; null: this was the last.</param>
public sealed record FactPage(IReadOnlyList<Fact> Facts, string? Next)
{
    /// <summary>False: a part of what was asked for was refused, so that what is missing here may be there all the same.</summary>
    public bool IsWhole { get; init; } = true;
}

/// <param name="App">The App's numeric id: check runs with it are ours.</param>
/// <param name="Bot">The App's user (<c>slug[bot]</c>): comments and labels by it are ours.</param>
public sealed record Self(long App, Actor Bot);
