using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Sluice.Bot.Pages;

/// <summary>
/// A sentence that is written for GitHub, as a page shows it: code is set as code, and what was escaped for Markdown reads as it was meant.
/// </summary>
internal static partial class Prose
{
    /// <param name="repo">Its pull requests are links; null: they are plain.</param>
    public static Html Of(string? sentence, string? repo = null)
    {
        var parts = (sentence ?? "").Split('`');
        var lone = parts.Length % 2 == 0; // the last backtick opens nothing
        return Html.Join(
            parts.Select(
                (part, index) =>
                    index % 2 == 0 ? Linked(Plain(part), repo)
                    : lone && index == parts.Length - 1 ? Html.Of($"`{Plain(part)}")
                    : Html.Of($"<code>{Plain(part)}</code>")
            )
        );
    }

    private static string Plain(string text) => WebUtility.HtmlDecode(text).Replace("\\*", "*", StringComparison.Ordinal);

    private static Html Linked(string text, string? repo)
    {
        if (repo is null)
        {
            return Html.Of($"{text}");
        }

        var (parts, at) = (new List<Html>(), 0);
        foreach (var match in Number().EnumerateMatches(text))
        {
            parts.Add(Html.Of($"{text[at..match.Index]}"));
            parts.Add(Lists.Pull(repo, int.Parse(text.AsSpan(match.Index + 1, match.Length - 1), CultureInfo.InvariantCulture)));
            at = match.Index + match.Length;
        }

        return Html.Join(parts.Append(Html.Of($"{text[at..]}")));
    }

    [GeneratedRegex(@"(?<![\w/&])#[1-9][0-9]{0,8}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
