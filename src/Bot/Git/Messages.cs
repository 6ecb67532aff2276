using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Lanes;

namespace Sluice.Bot.Git;

/// <summary>
/// What merges and squashes say: by the repository's own settings where they are known, as GitHub's button does; but nobody is called by
/// it.
/// </summary>
internal static class Messages
{
    public static string Merge(Member member, CommitStyle? style) =>
        style is null
            ? CommitText.Merge(member.Number, member.Title)
            : Of(
                style.MergeTitle == "PR_TITLE" || member.From is null
                    ? CommitText.Squash(member.Number, member.Title)
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"Merge pull request #{member.Number} from {CommitText.Tame(member.From)}"
                    ),
                style.MergeMessage switch
                {
                    "PR_BODY" => CommitText.Body(member.Body),
                    "PR_TITLE" => CommitText.Tame(member.Title),
                    _ => "",
                },
                ""
            );

    /// <param name="commits">Its own, oldest first.</param>
    public static string Squash(Member member, Row<CommitInfo> commits, CommitStyle? style)
    {
        var trailers = CommitText.Trailers(CoAuthors.Of(commits));
        if (style is null)
        {
            return Of(CommitText.Squash(member.Number, member.Title), "", trailers);
        }

        var title = style.SquashTitle == "COMMIT_OR_PR_TITLE" && commits.Count == 1 ? Parts(commits[0].Message).Subject : member.Title;
        return Of(
            CommitText.Squash(member.Number, title),
            style.SquashMessage switch
            {
                "PR_BODY" => CommitText.Body(member.Body),
                "COMMIT_MESSAGES" => Own(commits),
                _ => "",
            },
            trailers
        );
    }

    /// <summary>Of one commit what stands below its subject; of several each, as a list.</summary>
    private static string Own(Row<CommitInfo> commits) =>
        commits.Count == 1
            ? CommitText.Body(Parts(commits[0].Message).Below)
            : CommitText.Body(
                string.Join(
                    "\n\n",
                    commits
                        .Select(commit => Parts(commit.Message))
                        .Select(parts => $"* {parts.Subject}{(parts.Below.Length > 0 ? $"\n\n{parts.Below}" : "")}")
                )
            );

    private static (string Subject, string Below) Parts(string message)
    {
        var lines = message.ReplaceLineEndings("\n").Split('\n', 2);
        return (lines[0].Trim(), lines.Length > 1 ? CommitText.WithoutTrailers(lines[1]).Trim() : "");
    }

    private static string Of(string title, string body, string trailers) =>
        string.Join("\n\n", new[] { title, body, trailers }.Where(part => part.Length > 0));
}
