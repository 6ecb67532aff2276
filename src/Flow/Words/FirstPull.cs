using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>The pull request by which <c>/setup</c> proposes a repository's first sluice.yml and what its CI lacks.</summary>
public static class FirstPull
{
    public const string Title = "Set up the merge queue";

    /// <param name="address">Of the bot; its schema is there.</param>
    public static string Policy(string address, string branch) =>
        $"""
            # yaml-language-server: $schema={address}/schema/sluice.json
            # What the merge queue does here. Every key is optional, and what is left out has its default.
            version: 1
            queue:
              branches: [{Quoted(branch)}]    # a lane for each
              admit: [label, command]   # the label `queue`, or the comment /sluice queue
              checks: auto              # those that the branch requires; where it requires none, all that report

            """.Replace("\n        ", "\n", StringComparison.Ordinal).ReplaceLineEndings("\n");

    /// <param name="adds">The pull request holds a first sluice.yml.</param>
    /// <param name="widened">Workflows that the pull request has run on the queue's branches.</param>
    /// <param name="byHand">Workflows that somebody has to change, because the App may not, or because how is not plain.</param>
    /// <param name="reason">Why it may not; null: it may.</param>
    public static string Body(
        string branch,
        bool adds,
        IReadOnlyCollection<string> widened,
        IReadOnlyCollection<string> byHand,
        string? reason
    )
    {
        var parts = new List<string>();
        if (adds)
        {
            parts.Add(
                $"**`.github/sluice.yml`** sets the queue up: pull requests into {Code(branch)} that wear the label `queue`, or on which somebody writes `/sluice queue`, are tested together and land in order. It is obeyed once it is on {Code(branch)}."
            );
        }

        if (widened.Count > 0)
        {
            parts.Add(
                $"**{List(widened)}** {(widened.Count == 1 ? "runs" : "run")} on pushes to `sluice/queue/**` and `sluice/try/**` as well. The queue pushes each candidate (the base with the pull requests that are to land merged onto it) to such a branch, and lands exactly that commit once CI was green on it. Without the trigger no candidate would ever be tested."
            );
        }

        if (byHand.Count > 0)
        {
            parts.Add(
                $"**Left to you:** {List(byHand)} {(byHand.Count == 1 ? "does" : "do")} not run on the queue's branches yet{(reason is null ? "" : $", and {reason}")}. Add to {(byHand.Count == 1 ? "it" : "each")}, here or in another pull request:\n\n```yaml\non:\n  push:\n    branches: ['sluice/queue/**', 'sluice/try/**']\n```"
            );
        }

        parts.Add(
            "Steps of a job that ask for `github.event_name == 'pull_request'` do not run on candidates: look whether there are any."
        );
        return string.Join("\n\n", parts) + "\n";
    }

    private static string List(IEnumerable<string> paths) => string.Join(", ", paths.Select(path => Code(path)));

    /// <summary>As YAML reads it back.</summary>
    private static string Quoted(string branch) =>
        branch.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '/')
        && !char.IsAsciiDigit(branch[0])
        && branch[0] != '-'
            ? branch
            : $"'{branch.Replace("'", "''", StringComparison.Ordinal)}'";
}
