using System.Text.RegularExpressions;

namespace Sluice.Flow.Intake.Origin;

/// <summary>What the author of a pull wrote in its body: without quotes, code, and the parts that reviewing bots write into it.</summary>
internal static partial class Prose
{
    public static string Of(string body)
    {
        var text = Code().Replace(Reviewers().Replace(body.ReplaceLineEndings("\n"), ""), "");
        return string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith('>')));
    }

    [GeneratedRegex("<!-- CURSOR_SUMMARY -->.*?<!-- /CURSOR_SUMMARY -->|<!-- This is an auto-generated comment: .*?<!-- end of auto-generated comment: .*?-->", RegexOptions.Singleline)]
    private static partial Regex Reviewers();

    [GeneratedRegex("^(```|~~~).*?^\\1[`~]*$|`[^`\n]+`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();
}
