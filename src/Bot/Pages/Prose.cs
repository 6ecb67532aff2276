using System.Net;

namespace Sluice.Bot.Pages;

/// <summary>A sentence that is written for GitHub, as a page shows it: code is set as code, and what was escaped for Markdown reads as it was meant.</summary>
internal static class Prose
{
    public static Html Of(string? sentence)
    {
        var parts = (sentence ?? "").Split('`');
        var lone = parts.Length % 2 == 0; // the last backtick opens nothing
        return Html.Join(parts.Select((part, index) =>
            index % 2 == 0 ? Html.Of($"{Plain(part)}")
            : lone && index == parts.Length - 1 ? Html.Of($"`{Plain(part)}")
            : Html.Of($"<code>{Plain(part)}</code>")));
    }

    private static string Plain(string text) => WebUtility.HtmlDecode(text).Replace("\\*", "*", StringComparison.Ordinal);
}
