using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sluice.Flow.Words;

/// <summary>Makes text of others harmless in Markdown: no markup, no mention, no link, no end of a comment or a table cell.</summary>
internal static class Markup
{
    /// <summary>GitHub's limit on a comment's body and on a check run's summary and text, in characters.</summary>
    public const int Longest = 65_535;

    private static readonly SearchValues<char> Unsafe = SearchValues.Create("()<>\"'`| ");

    /// <summary>Somebody's own words, as a code span: the only place where GitHub neither mentions nor links nor renders.</summary>
    public static string Code(string text, int longest = 120)
    {
        // Browsers do not mind "-->" in code, but programs that look for our record might.
        var safe = Plain(text, longest)
            .Replace('`', '\'')
            .Replace('|', '\u00a6')
            .Replace("<!--", "<!\u200b--", StringComparison.Ordinal)
            .Replace("-->", "--\u200b>", StringComparison.Ordinal);
        return safe.Length == 0 ? "`(empty)`" : $"`{safe}`";
    }

    /// <summary>
    /// A sentence that another room made of its own words and, maybe, of names that it met: our code spans stay, the rest is dulled.
    /// </summary>
    public static string Sentence(string text)
    {
        var plain = Plain(text, 1_000);
        // Only single ones in pairs are code to Markdown as well.
        if (
            plain.Count(letter => letter == '`') % 2 != 0
            || plain.Contains("``", StringComparison.Ordinal)
            || plain.Contains("\\`", StringComparison.Ordinal)
        )
        {
            plain = plain.Replace('`', '\'');
        }

        var safe = new StringBuilder();
        var isCode = false;
        foreach (var letter in plain)
        {
            isCode ^= letter == '`';
            safe.Append(
                letter switch
                {
                    // An entity may be a letter that this would have dulled; in code it is none.
                    '&' when !isCode => "&amp;",
                    '\\' when !isCode => "\\\\",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '@' => "@\u200b",
                    '[' => "(",
                    ']' => ")",
                    '*' => "\\*",
                    _ => letter,
                }
            );
        }

        return safe.ToString()
            .Replace("://", ":\u200b//", StringComparison.Ordinal)
            .Replace("www.", "www\u200b.", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One line without control and direction characters, cut at a length.</summary>
    public static string Plain(string text, int longest)
    {
        var safe = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var kind = Rune.GetUnicodeCategory(rune);
            if (kind is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                safe.Append(' ');
            }
            else if (
                kind
                is not (
                    UnicodeCategory.Format
                    or UnicodeCategory.OtherNotAssigned
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.Surrogate
                )
            )
            {
                safe.Append(rune);
            }

            if (safe.Length >= longest)
            {
                var most = longest - (char.IsHighSurrogate(safe[longest - 2]) ? 2 : 1);
                return safe.ToString(0, most).TrimEnd() + "\u2026";
            }
        }

        return safe.ToString().Trim();
    }

    /// <summary>A link in a code span's clothes; only the words when the address is none that a browser should open.</summary>
    public static string Link(string words, string? url) =>
        url is not null
        && Uri.TryCreate(url, UriKind.Absolute, out var address)
        && address.Scheme is "https" or "http"
        && address.AbsoluteUri is { Length: <= 500 } clean
        && clean.AsSpan().IndexOfAny(Unsafe) < 0
            ? $"[{Code(words)}]({clean})"
            : Code(words);

    /// <summary>At most five names, and how many more there are.</summary>
    public static string List(IReadOnlyList<string> names) =>
        names.Count <= 5
            ? string.Join(", ", names)
            : string.Join(", ", names.Take(5)) + string.Create(CultureInfo.InvariantCulture, $" and {names.Count - 5} more");

    public static string Cut(string text) => Clipped.To(text, Longest);
}
