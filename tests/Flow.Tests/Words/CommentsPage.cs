using System.Text;

namespace Sluice.Flow.Tests.Words;

/// <summary>
/// The page of the docs that shows what the bot writes, as GitHub renders it: its text is the golden files' own, so that it is never older
/// than they are.
/// </summary>
internal static class CommentsPage
{
    public const string At = "docs/comments.md";

    private const string Begins = """
        # What the bot writes

        Each comment and check below is rendered from the very Markdown that the bot writes: the tests that hold its sentences write this page
        (`SLUICE_GOLDEN=write`, see CONTRIBUTING.md), and fail when it is older than they are. The raw texts are the files in
        `tests/Flow.Tests/Words/Golden`. Every comment of a pull request has the same shape: what happened and why in one line, what to do next in another, the checks that failed
        with their links, one line on risk and origin, and the [record for programs](api.md#a-pull-request), which does not show.

        """;

    private static readonly Part[] Parts =
    [
        new(
            "The comment of a pull request",
            "One, edited in place, once there is an outcome to tell.",
            [
                new("A check failed", "Comments.Status"),
                new("A check never reported", "Comments.Status.Missing"),
                new("It conflicts with its base", "Comments.Status.Conflict"),
                new("Its build took too long", "Comments.Status.TimedOut"),
                new("It changes a workflow", "Comments.Status.Workflow"),
                new("Somebody holds it", "Comments.Status.Held"),
                new("It doubles another", "Comments.Status.Duplicate"),
                new("Its head moved", "Comments.Status.HeadMoved"),
                new("It landed", "Comments.Status.Landed"),
                new("Its canary was healthy", "Comments.Status.Healthy"),
                new("Its canary regressed", "Comments.Status.Regressed"),
                new("Its canary regressed by another", "Comments.Status.Innocent"),
                new("It was taken back", "Comments.Status.Reverted"),
            ]
        ),
        new(
            "The comment of a verdict",
            "At most one more, where somebody must know.",
            [
                new("It regressed, and a revert is open", "Comments.Verdict"),
                new("It regressed, and no revert is opened", "Comments.Verdict.NoRevert"),
                new("It could not be judged", "Comments.Verdict.Invalid"),
                new("It was taken back", "Comments.Verdict.Reverted"),
            ]
        ),
        new(
            "The check run `sluice`",
            "Its title says where the pull request stands; in line also its place, and when it lands if all goes well.",
            [
                new("Title in line", "CheckRun.Title.InLine"),
                new("Title under test", "CheckRun.Title.Testing"),
                new("Title of one that is out", "CheckRun.Title"),
                new("Summary", "CheckRun.Summary"),
                new("Details", "CheckRun.Text.Unapproved"),
            ]
        ),
        new(
            "The check run `sluice / config`",
            "On a pull request that changes `.github/sluice.yml`.",
            [
                new("Title with faults", "ConfigCheck.Title.Faults"),
                new("Summary with faults", "ConfigCheck.Summary.Faults"),
                new("Title of a change", "ConfigCheck.Title.Changes"),
                new("Summary of a change", "ConfigCheck.Summary.Removed"),
            ]
        ),
        new(
            "Answers to commands",
            "Where a reaction does not say enough.",
            [
                new("`/sluice status`", "Replies.Status.Queued"),
                new("`/sluice explain`", "Explanation.Tree.Person"),
                new("`/sluice help`", "Replies.Help"),
                new("`/sluice try` that passes", "TryWords.Passed"),
                new("`/sluice try` that fails", "TryWords.Failed"),
                new("A word that is no command", "Replies.Misread"),
                new("Somebody without the right", "Replies.NoWriteAccess"),
            ]
        ),
        new(
            "Reverts, breakers and incidents",
            "What is opened or kept beside pull requests.",
            [
                new("Title of a revert", "RevertWords.Title"),
                new("Body of a revert", "RevertWords.Body.Suspects"),
                new("Title of a breaker's issue", "BreakerWords.Title.Deploys"),
                new("Body of a breaker's issue", "BreakerWords.Body.Deploys"),
                new("The story of a regression", "IncidentWords.Markdown"),
            ]
        ),
    ];

    public static string Of(IReadOnlyList<Saying> said)
    {
        var text = new StringBuilder(Begins);
        foreach (var part in Parts)
        {
            text.Append($"\n## {part.Heading}\n\n{part.When}\n");
            foreach (var shown in part.Shown)
            {
                text.Append($"\n### {shown.Heading}\n\n{Quoted(said.Single(saying => saying.Name == shown.Saying).Text)}\n");
            }
        }

        return text.ToString();
    }

    private static string Quoted(string markdown) => string.Join('\n', markdown.Split('\n').Select(line => $"> {line}".TrimEnd()));

    private sealed record Part(string Heading, string When, Shown[] Shown);

    private sealed record Shown(string Heading, string Saying);
}
