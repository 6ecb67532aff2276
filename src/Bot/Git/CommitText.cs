using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Flow;

namespace Sluice.Bot.Git;

/// <summary>
/// Messages of the bot's commits. A title is somebody else's text: on the default branch it could close issues, call people, or keep CI
/// from running.
/// </summary>
internal static partial class CommitText
{
    private const int MostTitle = 200;

    private const int MostBody = 20_000;

    public static string Merge(int number, string title) => string.Create(CultureInfo.InvariantCulture, $"Merge #{number}: {Tame(title)}");

    public static string Squash(int number, string title) => string.Create(CultureInfo.InvariantCulture, $"{Tame(title)} (#{number})");

    /// <param name="coAuthors"><c>Name &lt;address&gt;</c>.</param>
    public static string Trailers(IEnumerable<string> coAuthors) =>
        string.Join('\n', coAuthors.Select(person => $"Co-authored-by: {person}"));

    public static string Revert(int number, string title, string commit) =>
        string.Create(CultureInfo.InvariantCulture, $"Revert \"{Tame(title)}\" (#{number})\n\nThis reverts commit {commit}.");

    /// <summary>Somebody's own words, but for what would keep CI from running on the candidate.</summary>
    public static string Kept(string message) => SkipsChecks().Replace(SkipsCi().Replace(message, "($1)"), "($1)");

    /// <summary>
    /// A description as it may stand in a message: in its lines, with what it closes, as GitHub has it; but it calls nobody, keeps no CI
    /// from running, and names no co-authors: they are named once, at its end.
    /// </summary>
    public static string Body(string? text)
    {
        var lines = WithoutTrailers(Control().Replace((text ?? "").ReplaceLineEndings("\n"), ""));
        lines = Kept(Call().Replace(lines, ""));
        lines = Gap().Replace(lines, "\n\n").Trim();
        return Clipped.To(lines, MostBody + 1);
    }

    public static string WithoutTrailers(string text) => CoAuthor().Replace(text, "");

    internal static string Tame(string title)
    {
        var line = Blank().Replace(title, " ").Trim();
        line = Mention().Replace(line, "");
        line = Closing().Replace(line, "$1 $2 ").Replace("  ", " ", StringComparison.Ordinal);
        line = SkipsCi().Replace(line, "($1)");
        return Clipped.To(line, MostTitle + 1);
    }

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+")]
    private static partial Regex Blank();

    /// <summary>Also behind a letter: in doubt nobody is called.</summary>
    [GeneratedRegex("@(?=[A-Za-z0-9])")]
    private static partial Regex Mention();

    /// <summary>Not in an address of mail: those stand in trailers.</summary>
    [GeneratedRegex(@"(?<![A-Za-z0-9._+-])@(?=[A-Za-z0-9])")]
    private static partial Regex Call();

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}-[\n\t]]")]
    private static partial Regex Control();

    [GeneratedRegex(@"[ \t]*\n[ \t]*\n[ \t\n]*(?=\S|\z)")]
    private static partial Regex Gap();

    [GeneratedRegex(@"^co-authored-by:.*\n?", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex CoAuthor();

    /// <summary>GitHub's nine keywords before a number, another repository's number, GH-number or an address.</summary>
    [GeneratedRegex(
        @"\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b[\s:]*(?:([\w.-]{1,100}/[\w.-]{1,100})?#|GH-|https?://)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Closing();

    [GeneratedRegex(@"\[\s*(skip ci|ci skip|no ci|skip actions|actions skip)\s*\]", RegexOptions.IgnoreCase)]
    private static partial Regex SkipsCi();

    /// <summary>The trailer that does the same.</summary>
    [GeneratedRegex(@"^[ \t]*(skip-checks[ \t]*:[ \t]*true)[ \t]*(?=\r?$)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex SkipsChecks();
}
