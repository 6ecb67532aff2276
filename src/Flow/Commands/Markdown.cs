namespace Sluice.Flow.Commands;

/// <summary>As much of CommonMark as it takes to tell what a person says from what they show. In doubt a line is shown, not said.</summary>
internal static class Markdown
{
    private static readonly string[] RawTags = ["pre", "script", "style", "textarea"];

    /// <summary>So many columns further in it is code, or goes on with what is above.</summary>
    private const int Deep = 4;

    /// <summary>The lines that are neither quoted nor code nor inside an HTML comment, trimmed.</summary>
    public static IEnumerable<string> Prose(string body)
    {
        var lines = body.ReplaceLineEndings("\n").Split('\n');
        var (closes, spans) = (ClosesLater(lines), new CodeSpans(lines));
        var (fence, inner) = ("", 0);
        var entries = new Stack<int>([0]);
        var (until, quoted, blank, span) = ("", false, true, 0);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            var text = line.TrimStart();
            var indent = Columns(line, line.Length - text.Length);
            if (fence.Length > 0)
            {
                // Outside of the list's entry that holds the code it does not end it: another begins there.
                (fence, inner) =
                    !Closes(text, fence) || indent - inner >= Deep ? (fence, inner)
                    : indent < inner ? (text, 0)
                    : ("", 0);
                continue;
            }

            if (until.Length > 0)
            {
                until = text.Contains(until, StringComparison.OrdinalIgnoreCase) ? "" : until;
                continue;
            }

            if (text.Length == 0)
            {
                (quoted, blank, span) = (false, true, 0);
                continue;
            }

            if (text[0] == '>')
            {
                (quoted, blank, span) = (text.TrimStart('>', ' ', '\t').Length > 0, false, 0);
                continue;
            }

            var marks = Marks(text);
            var opened = Fence(text[marks..]);
            // A line of a paragraph may stand further out than the list's entry that it goes on with.
            while (indent < entries.Peek() && (blank || marks > 0 || opened is not null))
            {
                entries.Pop();
            }

            blank = false;
            var isDeep = indent - entries.Peek() >= Deep;
            if (marks > 0 && !isDeep)
            {
                entries.Push(Columns(line, line.Length - text.Length + marks));
                span = 0;
            }

            if (opened is not null && !isDeep)
            {
                (fence, inner, quoted, span) = (opened, entries.Peek(), false, 0);
                continue;
            }

            until = Opens(text, closes[i]);
            var isShown = span > 0;
            span = until.Length > 0 ? 0 : spans.After(lines[i], i, span);
            // A line right below a quote's text goes on with the quote, as GitHub shows it.
            if (until.Length == 0 && !quoted && !isShown && indent < Deep)
            {
                yield return text;
            }
        }
    }

    /// <summary>How far in a line's first letters reach; a tab reaches to the next fourth column.</summary>
    private static int Columns(string line, int letters)
    {
        var columns = 0;
        for (var at = 0; at < letters; at++)
        {
            columns += at < line.Length && line[at] == '\t' ? 4 - (columns % 4) : 1;
        }

        return columns;
    }

    /// <summary>The fence that a line opens; null: none.</summary>
    private static string? Fence(string text)
    {
        var length = text.Length == 0 || text[0] is not ('`' or '~') ? 0 : text.Length - text.TrimStart(text[0]).Length;
        return length < 3 || (text[0] == '`' && text.IndexOf('`', length) >= 0) ? null : text[..length];
    }

    /// <summary>How many letters a line's list marks take, with the blanks behind them.</summary>
    private static int Marks(string text)
    {
        var at = 0;
        while (ListMark(text.AsSpan(at)) is > 0 and var mark)
        {
            at = Math.Min(at + mark, text.Length);
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        return at;
    }

    private static int ListMark(ReadOnlySpan<char> text)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        var marked = digits switch
        {
            > 0 and < 10 => text[digits] is '.' or ')',
            0 => text[0] is '-' or '*' or '+',
            _ => false,
        };
        return marked && (text.Length == digits + 1 || char.IsWhiteSpace(text[digits + 1])) ? digits + 2 : 0;
    }

    private static bool Closes(string text, string fence) => text.Length >= fence.Length && text.All(letter => letter == fence[0]);

    /// <summary>What ends the raw HTML that a line opens and does not end; empty: it opens none.</summary>
    private static string Opens(string text, bool closesLater)
    {
        if (text[0] == '<')
        {
            foreach (var tag in RawTags)
            {
                if (
                    text.StartsWith("<" + tag, StringComparison.OrdinalIgnoreCase)
                    && (text.Length == tag.Length + 1 || text[tag.Length + 1] is '>' or ' ')
                )
                {
                    return text.Contains("</" + tag, StringComparison.OrdinalIgnoreCase) ? "" : "</" + tag;
                }
            }

            // Browsers take each of these for a comment.
            var end =
                text.StartsWith("<?", StringComparison.Ordinal) ? "?>"
                : text.StartsWith("<![CDATA[", StringComparison.Ordinal) ? "]]>"
                : text.StartsWith("<!", StringComparison.Ordinal) && text.Length > 2 && char.IsAsciiLetter(text[2]) ? ">"
                : "";
            if (end.Length > 0)
            {
                return text.Contains(end, StringComparison.Ordinal) ? "" : end;
            }
        }

        var start = text.LastIndexOf("<!--", StringComparison.Ordinal);
        var open = start >= 0 && text.IndexOf("-->", start, StringComparison.Ordinal) < 0;
        return open && (text.StartsWith("<!--", StringComparison.Ordinal) || closesLater) ? "-->" : "";
    }

    /// <summary>For each line whether a comment that it opens within a paragraph is closed before that paragraph ends.</summary>
    private static bool[] ClosesLater(string[] lines)
    {
        var closes = new bool[lines.Length];
        for (var i = lines.Length - 2; i >= 0; i--)
        {
            var next = lines[i + 1];
            closes[i] = !string.IsNullOrWhiteSpace(next) && (closes[i + 1] || next.Contains("-->", StringComparison.Ordinal));
        }

        return closes;
    }
}
