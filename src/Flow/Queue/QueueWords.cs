using System.Globalization;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>What a lane says: in its journal, on a lane that stands still, and of why a ticket ended. Each has a golden file.</summary>
public static class QueueWords
{
    public static string Building(string build, IEnumerable<int> pulls, Sha candidate) =>
        $"Build {build} tests {Names(pulls)} as {candidate.Short}";

    public static string Passed(string build, IEnumerable<int> pulls) => $"Build {build} with {Names(pulls)} passed";

    public static string Failed(string build, IEnumerable<int> pulls, Row<Check> failed) =>
        $"Build {build} with {Names(pulls)} failed: {Checks(failed)}";

    public static string NoVerdict(string build, IEnumerable<int> pulls, string why) =>
        $"Build {build} with {Names(pulls)} ended without a verdict: {why}";

    public static string NeverReported(Row<string> missing, TimeSpan limit) =>
        $"{string.Join(", ", missing)} never reported on the candidate within {Span(limit)}. Let that CI run on pushes to sluice/queue/**, or correct queue.checks or the branch's required checks.";

    public static string TooLong(Row<Check> told, Row<string> missing, TimeSpan limit) =>
        $"the checks took longer than {Span(limit)}: {(missing.Count == 0 ? Told(told) : $"{Told(told)}; {string.Join(", ", missing)} never reported")}. Make them faster or raise queue.timeout.";

    public static string CutShort(Row<Check> told) =>
        $"{Told(told)}: no verdict about the code, again and again. Look at the CI's own log, then queue it again.";

    public static string MergeRefused(int pull, MergeMethod method, string words) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"GitHub would not {(method == MergeMethod.Squash ? "squash" : "rebase")} #{pull}: {words.Trim()} Let this App bypass the branch's rules, and allow that method in the repository's settings."
        );

    public static string NotAimed(string onto, string words) =>
        $"GitHub would not aim it at {onto}: {words.Trim()} Change its base branch by hand, then queue it again.";

    public static string Follows(Row<int> ahead) => $"It lands behind {Names(ahead)}, which it depends on.";

    public static string WaitsBehind(int pull, Row<int> behind, Row<string> paths) =>
        string.Create(CultureInfo.InvariantCulture, $"#{pull} conflicts with {Names(behind)} in {Paths(paths)} and waits behind it");

    public static string MayLandFirst(Row<int> behind, Row<string> paths) =>
        $"It conflicts with {Names(behind)}, which may land first, in {string.Join(", ", paths)}.";

    public static string Conflicts(string onto, Row<string> paths) =>
        $"It conflicts with {onto} in {Paths(paths)}. Merge {onto} into it or rebase it, then queue it again.";

    public static string MergedOtherwise(string onto) =>
        $"It conflicts with {onto} as GitHub merges it, with all that it is built on: its head branch may not be moved, so GitHub has to. Rebase it onto {onto}, then queue it again.";

    public static string Flaky(Row<Check> failed) => $"{Checks(failed)} failed; that may be a flake, so it is tested again.";

    public static string Remade() => "Somebody pushed to the base, so it is built again on what is there now.";

    /// <param name="path">At which a check failed and which the pull touches; null: the checks name none.</param>
    public static string Broke(Row<Check> failed, string onto, string? path = null) =>
        $"{Checks(failed)} failed with it on {onto} as the queue would land it{(path is null ? "" : $", at {path}, which it changes")}.";

    public static string BrokeBeside(Row<Check> failed, Row<int> beside) =>
        $"It passes alone, fails together with {Names(beside)}, which landed first ({Checks(failed)}).";

    /// <param name="ahead">Of those who failed with it, who waits still.</param>
    /// <param name="left">The others.</param>
    public static string BrokeAmong(Row<Check> failed, Row<int> ahead, Row<int> left)
    {
        var waits = $"{Names(ahead)}, which {Plural.Word(ahead.Count, "goes", "go")} before it";
        var gone = $"{Names(left)}, which {Plural.Word(left.Count, "has", "have")} left the queue";
        return $"It passes alone, fails together with {(left.Count == 0 ? waits : ahead.Count == 0 ? gone : $"{waits}, and {gone}")} ({Checks(failed)}).";
    }

    public static string Out(int pull, string why) => string.Create(CultureInfo.InvariantCulture, $"#{pull} is out: {why}");

    public static string Landed(IEnumerable<int> pulls, string onto, Sha candidate) =>
        $"{Names(pulls)} landed on {onto} as {candidate.Short}";

    public static string Pushed(string onto, Sha known, Sha head) =>
        $"Somebody pushed to {onto}: {known.Short} became {head.Short}; what was being tested is built again";

    public static string Replaced(string onto, Sha known, Sha head) =>
        $"Somebody replaced {onto}: {known.Short} is not part of {head.Short}; everything is built again";

    public static string Stalled(string onto) =>
        $"Builds finish on {onto} and nothing lands or is put out: one pull request at a time from here";

    public static string OtherTree(string onto, Sha head, Sha tree, Landing landing) =>
        $"{onto} stands at {head.Short} with the tree {tree.Short}, but {landing.Candidate.Short} with the tree {landing.Tree.Short} was tested and pushed. "
        + "Nothing lands here any more: find out who changed it, then say /sluice resume on any pull request of this base.";

    /// <param name="words">GitHub's: of the branch and the App, or of what a commit holds, which only a person can tell.</param>
    public static string PushRefused(IReadOnlyCollection<int> pulls, string onto, string words) =>
        $"GitHub refused the push of {Names(pulls)} to {onto}: {words.Trim()} Allow this App to update the branch. "
        + $"If it is about what {Plural.Word(pulls.Count, "that pull request", "one of them")} holds, take it out: /sluice dequeue.";

    /// <param name="words">GitHub's.</param>
    public static string CommitRefused(string onto, string words) =>
        $"GitHub does not take it on {onto} for what a commit of it holds: {words.Trim()} Mend that commit (or the title, where it is the one that the queue made), push, and queue it again.";

    /// <param name="words">GitHub's.</param>
    public static string CommitsRefused(int pull, string onto, string words) =>
        $"GitHub refused one pull request after the other for commits that the queue made of them, last {Names([pull])} on {onto}: {words.Trim()} "
        + "Let this App pass that rule, or have the repository's settings for merge and squash messages say what it demands.";

    public static string BranchRefused(string branch, string words) =>
        $"GitHub refused the branch {branch}: {words.Trim()} Let this App create sluice/queue/**.";

    public static string CandidateRefused(string words) => $"GitHub refused the candidate's branch: {words.Trim()}";

    public static string Signs(string onto) =>
        $"{onto} takes signed commits only: what was built is built once more of commits that GitHub makes and signs.";

    /// <param name="words">GitHub's.</param>
    public static string Unsigned(string onto, string words) =>
        $"{onto} demands signed commits, and among those of this pull request is one without a signature that GitHub can verify: {words.Trim()} Sign them, push, and queue it again.";

    public static string WorkflowRefused(string words) =>
        $"It changes workflows, and GitHub does not let this App push that: {words.Trim()} Give the App the permission to write workflows, or merge it by hand.";

    public static string TriedAgain(string why, TimeSpan every) => $"{why} It is tried again every {Span(every)}.";

    internal static string Names(IEnumerable<int> pulls) =>
        string.Join(", ", pulls.Select(number => string.Create(CultureInfo.InvariantCulture, $"#{number}")));

    private static string Checks(Row<Check> checks) =>
        checks.Count == 0 ? "The checks" : string.Join(", ", checks.Select(check => check.Name));

    private static string Told(Row<Check> checks) => string.Join(", ", checks.Select(check => $"{check.Name} ({Word(check.State)})"));

    private static string Paths(Row<string> paths) =>
        paths.Count switch
        {
            0 => "files that git did not name",
            <= 5 => string.Join(", ", paths),
            _ => $"{string.Join(", ", paths.Take(5))} and {Plural.Of(paths.Count - 5, "more file")}",
        };

    private static string Span(TimeSpan span) =>
        span switch
        {
            { TotalHours: >= 2 } => Plural.Of(span.TotalHours, "hour"),
            { TotalMinutes: >= 2 } => Plural.Of(span.TotalMinutes, "minute"),
            _ => Plural.Of(span.TotalSeconds, "second"),
        };

    private static string Word(CheckState state) =>
        state switch
        {
            CheckState.Queued => "queued",
            CheckState.Running => "running",
            CheckState.TimedOut => "timed out",
            CheckState.Cancelled => "cancelled",
            CheckState.ActionRequired => "waits for somebody",
            CheckState.StartupFailure => "could not start",
            CheckState.Stale => "stale",
            _ => "failed",
        };

    /// <param name="because">Why it may not land.</param>
    public static string BuiltMeanwhile(string because) => $"{because}. It is built meanwhile and keeps its place";

    /// <param name="because">Why nothing is built.</param>
    public static string NotBuilt(string because) => $"{because}. It keeps its place";
}
