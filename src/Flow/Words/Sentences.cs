using System.Globalization;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>What became of a pull in the queue: one sentence each.</summary>
public static class Sentences
{
    public static string Unqueued() => "Nobody has queued it.";

    public static string Queued(string? because) => because is null ? "It is in line." : $"It is in line.{Because(because)}";

    public static string Position(int position) =>
        position == 1 ? "It is next in line." : string.Create(CultureInfo.InvariantCulture, $"It is number {position} in line.");

    /// <summary>Its place and when it is through, as far as they are known; null: nothing is.</summary>
    public static string? Expected(Standing standing, DateTimeOffset? due) =>
        standing.State is not (PullState.Queued or PullState.Testing or PullState.Waiting)
            ? null
            : (standing.Position, due) switch
            {
                ({ } position, { } at) => $"{Position(position).TrimEnd('.')}, and lands at about {Clock.Hour(at)} if all goes well.",
                ({ } position, null) => Position(position),
                _ => null,
            };

    public static string Testing(string? batch, Row<int> with) =>
        with.Count == 0 ? $"It is being tested{In(batch)}." : $"It is being tested{In(batch)}, together with {Pulls(with)}.";

    public static string Rebuilding(string? because) => $"It is tested again and keeps its place.{Because(because)}";

    public static string FlakyRetry(string? because) => $"It is built once more and keeps its place.{Because(because)}";

    public static string Paused(string why) => $"The lane stands still: {Sentence(why).TrimEnd('.')}. It keeps its place.";

    public static string PausedBy(PausedBy pause) =>
        $"{Code(pause.Login)} paused the lane at {Clock.Says(pause.At)}: {Code(pause.Reason, 500)}. It is built meanwhile and keeps its place.";

    public static string Frozen(string onto, string? reason, DateTimeOffset? until) =>
        $"Nothing lands on {Code(onto)} until {Clock.Says(until)}{(reason is null ? "" : $": {Code(reason, 200)}")}. It is built meanwhile and keeps its place.";

    public static string Kept(string because) => $"{char.ToUpperInvariant(because[0])}{Sentence(because[1..]).TrimEnd('.')}.";

    public static string BaseRed(string onto, Row<Check> failing) =>
        $"{List(failing.Select(check => Code(check.Name)).ToList())} {Plural.Word(failing.Count, "fails", "fail")} on {Code(onto)} itself, so nobody is blamed. It keeps its place, and is tested again when {Code(onto)} has changed, or after a while.";

    /// <summary>A party to it has its fill.</summary>
    public static string Outside(string? because) => Because(because).TrimStart();

    public static string Landed(string onto, Sha? commit, string? batch, Row<int> with) =>
        $"It landed on {Code(onto)}{(commit is { } sha ? $" as {Code(sha.Short)}" : "")}{(batch is null ? "" : $", tested{In(batch)}")}{(with.Count == 0 ? "" : $" together with {Pulls(with)}")}.";

    public static string MergedOutside(string onto, Sha? commit) =>
        $"Somebody merged it into {Code(onto)}{(commit is { } sha ? $" as {Code(sha.Short)}" : "")} without the queue.";

    /// <summary>What the queue says of it goes on from there where it begins with the same words.</summary>
    public static string ChecksFailed(Row<Check> failed, Row<int> with, string? because)
    {
        var says = $"{(failed.Count == 0 ? "A check" : List(failed.Select(check => Code(check.Name)).ToList()))} failed";
        var same = $"{string.Join(", ", failed.Select(check => check.Name))} failed ";
        return failed.Count > 0 && with.Count == 0 && because?.StartsWith(same, StringComparison.Ordinal) == true
            ? $"{says} {Sentence(because[same.Length..])}"
            : $"{says}{(with.Count == 0 ? "" : $" together with {Pulls(with)}")}.{Because(because)}";
    }

    public static string ChecksMissing(Row<Check> missing, string? because) =>
        missing.Count == 0
            ? because is null
                ? "No check reported on the candidate in time."
                : Sentence(because)
            : $"{List(missing.Select(check => Code(check.Name)).ToList())} did not report on the candidate in time.{Because(because)}";

    public static string MergeConflict(string onto, Row<int> with, string? because) =>
        with.Count == 0 && because?.StartsWith("It conflicts with ", StringComparison.Ordinal) == true
            ? Sentence(because)
            : $"It conflicts with {(with.Count == 0 ? Code(onto) : Pulls(with) + ", which is ahead of it")}.{Because(because)}";

    public static string TimedOut(string? because) => $"Its build did not end in time.{Because(because)}";

    public static string WorkflowRefused(string? because) => $"GitHub refused the push of its candidate.{Because(because)}";

    public static string HeadMoved(Sha from, Sha to) =>
        $"Its head moved from {Code(from.Short)} to {Code(to.Short)}: what was asked for was the old one.";

    public static string LabelledBefore(Sha to) =>
        $"Its head moved to {Code(to.Short)} after the label `queue` was put on: what was asked for was an older one.";

    public static string Closed() => "It was closed.";

    public static string Dequeued(string by) => $"{Code(by)} took it out of the queue.";

    public static string Unlabelled(string by) => $"{Code(by)} took the label `queue` off.";

    /// <summary>What the release says, in its own words where it has some.</summary>
    public static string Released(ReleaseWord release) =>
        (release.Because is null ? Bare(release) : Sentence(release.Because)) + (release.Innocent ? "" : Revert(release));

    internal static string And(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.Take(all.Count - 1))} and {all[^1]}";
    }

    private static string Bare(ReleaseWord release) =>
        release switch
        {
            { State: PullState.Canary } => $"It is on the canary of {Code(release.Environment)}.",
            { State: PullState.Healthy } => $"It is in {Code(release.Environment)}.",
            { State: PullState.Regressed, Innocent: true } =>
                $"The canary that held it regressed in {Code(release.Environment)}, and another pull request is to blame.",
            { State: PullState.Regressed } => $"Its canary regressed in {Code(release.Environment)}.",
            { State: PullState.Reverted } => "It was taken back.",
            { Code: Repo.Code.CanaryInvalid } => $"Its canary in {Code(release.Environment)} could not be judged.",
            _ => $"Its canary in {Code(release.Environment)} could not tell good from bad.",
        };

    private static string Revert(ReleaseWord release) =>
        release is { State: PullState.Regressed, RevertPull: { } number }
            ? string.Create(CultureInfo.InvariantCulture, $" #{number} takes it back.")
            : "";

    private static string In(string? batch) => batch is null ? "" : $" in batch {Code(batch)}";

    private static string Because(string? because) => string.IsNullOrWhiteSpace(because) ? "" : " " + Sentence(because);

    private static string Pulls(Row<int> numbers) =>
        List(numbers.Select(number => string.Create(CultureInfo.InvariantCulture, $"#{number}")).ToList());
}
