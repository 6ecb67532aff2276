using System.Globalization;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>What is said of a head that somebody had tried.</summary>
public static class TryWords
{
    /// <summary>What an answer to a try begins with; the number of the comment that asked for it follows.</summary>
    public const string MarkerBegin = "<!-- sluice:try ";

    /// <summary>By what the answer to a try is found again.</summary>
    public static string Marker(long comment) => string.Create(CultureInfo.InvariantCulture, $"{MarkerBegin}{comment} -->");

    public static string UnderWay(TryRun run) => $"{What(run)} is being tried: the answer comes as a comment.";

    public static string Passed(TryRun run, Row<Check> checks) =>
        Answer(run, "passes", $"{What(run)} passed. {Nothing} `/sluice queue` puts it in line.", checks);

    public static string Failed(TryRun run, Row<Check> failed, Row<Check> checks) =>
        Answer(
            run,
            "fails",
            $"{Names(failed)} failed on {What(run)}. {Nothing} Fix it and push, or `/sluice try` again if that was chance.",
            checks
        );

    public static string NoVerdict(TryRun run, Row<Check> told, Row<Check> checks) =>
        Answer(
            run,
            "no verdict",
            $"{Names(told)} ended without a verdict about the code on {What(run)}. Look at the CI's own log, then `/sluice try` again.",
            checks
        );

    public static string TooLong(TryRun run, Row<Check> told, Row<string> missing, TimeSpan limit, Row<Check> checks) =>
        Answer(
            run,
            "timed out",
            $"{Names(told.Select(check => check.Name).Concat(missing))} did not end within {Minutes(limit)} on {What(run)}. `/sluice try` again, or make `queue.timeout` longer.",
            checks
        );

    public static string NeverReported(TryRun run, Row<string> missing, TimeSpan limit) =>
        Answer(
            run,
            "no checks",
            $"{Names(missing)} never reported on {What(run)} within {Minutes(limit)}. Let that CI run on pushes to `sluice/try/**`, or correct `queue.checks` or the branch's required checks.",
            []
        );

    public static string Conflicts(TryRun run, Row<string> paths) =>
        Answer(
            run,
            "conflict",
            $"{Code(run.Head.Short)} and {Code(run.Base)} at {Code(run.Onto.Short)} conflict in {(paths.Count == 0 ? "files that git did not name" : Names(paths))}. Merge {Code(run.Base)} into it or rebase it, then `/sluice try` again.",
            []
        );

    public static string Refused(TryRun run, string words) =>
        Answer(
            run,
            "refused",
            $"GitHub refused the branch for {What(run)}: {Sentence(words.Trim().TrimEnd('.'))}. Let this App create `sluice/try/**`, and write workflows where it changes one.",
            []
        );

    public static string NotComposed(TryRun run, TimeSpan limit) =>
        Answer(
            run,
            "not begun",
            $"{What(run)} could not be made within {Minutes(limit)}: that commit was not to be read from GitHub. `/sluice try` again.",
            []
        );

    public static string HeadMoved(TryRun run, Sha to) =>
        Answer(run, "stopped", $"The head moved from {Code(run.Head.Short)} to {Code(to.Short)}. `/sluice try` tries the new one.", []);

    public static string Retargeted(TryRun run, string onto) =>
        Answer(run, "stopped", $"It is aimed at {Code(onto)} now, no longer at {Code(run.Base)}. `/sluice try` tries it there.", []);

    public static string Over(TryRun run, bool merged) =>
        Answer(run, "stopped", $"The pull request was {(merged ? "merged" : "closed")} before the checks on {What(run)} had ended.", []);

    public static string NotYours(string path) =>
        $"It comes from a fork and changes {Code(path)}, which may be part of what CI runs with the repository's secrets: a maintainer who did not write it has to try it.";

    public static string Guarded(TryRun run, string path) => Answer(run, "not begun", NotYours(path), []);

    private const string Nothing = "Nothing lands by a try.";

    private static string Answer(TryRun run, string verdict, string says, Row<Check> checks) =>
        Cut(
            string.Join(
                "\n\n",
                new[] { Marker(run.Comment), $"**Try: {verdict}.** {says}", CheckTable.Of(checks).TrimEnd() }.Where(part => part.Length > 0)
            )
        );

    private static string What(TryRun run) => $"{Code(run.Head.Short)} merged onto {Code(run.Base)} at {Code(run.Onto.Short)}";

    private static string Names(Row<Check> checks) => Names(checks.Select(check => check.Name));

    private static string Names(IEnumerable<string> names) => List(names.Distinct().Select(name => Code(name)).ToList());

    private static string Minutes(TimeSpan limit) => Plural.Of(limit.TotalMinutes, "minute");
}
