using System.Text.RegularExpressions;

namespace Sluice.Flow.Intake.Origin;

/// <summary>What the author of a pull wrote in its body: without quotes, code, and the parts that reviewing bots write into it.</summary>
internal static partial class Prose
{
    public static string Of(string body) =>
        string.Join(
            '\n',
            WithoutBlocks(Reviewers().Replace(body.ReplaceLineEndings("\n"), "").Split('\n'))
                .Select(line => Code().Replace(line, ""))
                .Where(line => !line.TrimStart().StartsWith('>'))
        );

    /// <summary>One that is never closed is none. Line by line: a pattern would look for the end of each to the end of the text.</summary>
    private static IEnumerable<string> WithoutBlocks(string[] lines)
    {
        var (ticks, tildes) = (Ends(lines, "```"), Ends(lines, "~~~"));
        for (var at = 0; at < lines.Length; at++)
        {
            var end =
                lines[at].StartsWith("```", StringComparison.Ordinal) ? ticks[at]
                : lines[at].StartsWith("~~~", StringComparison.Ordinal) ? tildes[at]
                : null;
            yield return end is null ? lines[at] : "";
            at = end ?? at;
        }
    }

    /// <returns>For each line the next one below it that closes such a block; null: there is none.</returns>
    private static int?[] Ends(string[] lines, string mark)
    {
        var ends = new int?[lines.Length];
        for (var at = lines.Length - 1; at > 0; at--)
        {
            ends[at - 1] =
                lines[at].StartsWith(mark, StringComparison.Ordinal) && lines[at].AsSpan().IndexOfAnyExcept('`', '~') < 0 ? at : ends[at];
        }

        return ends;
    }

    [GeneratedRegex(
        "<!-- CURSOR_SUMMARY -->.*?<!-- /CURSOR_SUMMARY -->|<!-- This is an auto-generated comment: .*?<!-- end of auto-generated comment: .*?-->",
        RegexOptions.Singleline
    )]
    private static partial Regex Reviewers();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Code();
}
