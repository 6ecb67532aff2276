using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>What the lane says of GitHub's own merge queue, where it drives that.</summary>
public static class NativeWords
{
    public static string Entered(int pull, string onto) =>
        string.Create(CultureInfo.InvariantCulture, $"#{pull} goes into GitHub's merge queue for {onto}");

    public static string Builds(string onto) => $"GitHub's merge queue builds for {onto} from now on: the breaker (ci) is closed.";

    public static string Landed(int pull, string onto, Sha commit) =>
        string.Create(CultureInfo.InvariantCulture, $"#{pull} landed on {onto} as {commit.Short}, by GitHub's merge queue");

    public static string Untested(int pull, Sha commit, Row<Check> told, Row<string> missing) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"GitHub's merge queue landed #{pull} as {commit.Short}, and of the checks that the branch demands {Names([.. told.Select(check => check.Name), .. missing])} did not pass on that commit. Look whether the queue tests each group whole (grouping: all green)"
        );

    public static string Unproven(int pull, Row<int> suspects) =>
        $"{QueueWords.Names([pull])} failed in GitHub's merge queue on top of {QueueWords.Names(suspects)}, which did not land: whose fault it was is not known, and it goes in again";

    public static string Stuck(int pull, TimeSpan stood, int times) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"#{pull} stood still in GitHub's merge queue for {Span(stood)}: it is taken out and put in again ({times} of {Driving.MostTries})"
        );

    public static string StuckFor(TimeSpan stood) =>
        $"It stood still in GitHub's merge queue for {Span(stood)}, again and again: see what the runs of merge_group wait for, then queue it again.";

    public static string Taken(int pull, string why) =>
        string.Create(CultureInfo.InvariantCulture, $"#{pull} is taken out of GitHub's merge queue: {why}");

    public static string Left() => "it is not admitted any more";

    public static string Kept() => "it may not land now";

    public static string Stood() => "it stood still";

    public static string Refused(string words) =>
        $"GitHub's merge queue would not take it: {words.Trim()} Settle that, then queue it again.";

    public static string Failed(Row<Check> failed) =>
        failed.Count == 0
            ? "A check that the branch demands failed in GitHub's merge queue."
            : $"{Names([.. failed.Select(check => check.Name)])} failed in GitHub's merge queue.";

    public static string Late() => "GitHub's merge queue had no answer of the checks in its time.";

    public static string Conflicts() => "It conflicts with what is ahead of it in GitHub's merge queue. Rebase it, then queue it again.";

    public static string Waits(Row<int> ahead) =>
        $"It failed in GitHub's merge queue on top of {QueueWords.Names(ahead)}: whether those land says whose fault it was.";

    /// <param name="reason">GitHub's word.</param>
    public static string Removed(string reason) =>
        $"It was taken out of GitHub's merge queue ({reason.ToLowerInvariant().Replace('_', ' ')}). Queue it again if it is to land.";

    private static string Names(Row<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Distinct());

    private static string Span(TimeSpan span) =>
        span >= TimeSpan.FromMinutes(2)
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} minutes")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} seconds");
}
