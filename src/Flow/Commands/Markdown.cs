namespace Sluice.Flow.Commands;

/// <summary>As much of CommonMark as it takes to tell what a person says from what they show. In doubt a line is shown, not said.</summary>
internal static class Markdown
{
    private static readonly string[] RawTags = ["pre", "script", "style", "textarea"];

    /// <summary>The lines that are neither quoted nor code nor inside an HTML comment, trimmed.</summary>
    public static IEnumerable<string> Prose(string body)
    {
        var lines = body.ReplaceLineEndings("\n").Split('\n');
        var closes = ClosesLater(lines);
        var (fence, isDeep) = ("", false);
        var until = "";
        var quoted = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            var text = line.TrimStart();
            if (fence.Length > 0)
            {
                // Four columns further in than any fence begins it is one more line of the code; only in a list one may stand there.
                fence = Closes(text, fence) && (isDeep || !IsIndented(line)) ? "" : fence;
            }
            else if (until.Length > 0)
            {
                until = text.Contains(until, StringComparison.OrdinalIgnoreCase) ? "" : until;
            }
            else if (text.Length == 0)
            {
                quoted = false;
            }
            else if (text[0] == '>')
            {
                quoted = text.TrimStart('>', ' ', '\t').Length > 0;
            }
            else if (Fence(text) is { } opened)
            {
                (fence, isDeep, quoted) = (opened, IsIndented(line), false);
            }
            else
            {
                until = Opens(text, closes[i]);
                // A line right below a quote's text goes on with the quote, as GitHub shows it.
                if (until.Length == 0 && !quoted && !IsIndented(line))
                {
                    yield return text;
                }
            }
        }
    }

    private static bool IsIndented(string line) =>
        line.StartsWith("    ", StringComparison.Ordinal) || line.IndexOf('\t') is >= 0 and < 4 && char.IsWhiteSpace(line[0]);

    /// <summary>The fence that a line opens, behind any list marks; null: none.</summary>
    private static string? Fence(string text)
    {
        while (ListMark(text) is > 0 and var mark)
        {
            text = text[mark..].TrimStart();
        }

        var length = text.Length == 0 || text[0] is not ('`' or '~') ? 0 : text.Length - text.TrimStart(text[0]).Length;
        return length < 3 || (text[0] == '`' && text.IndexOf('`', length) >= 0) ? null : text[..length];
    }

    private static int ListMark(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var marked = digits is > 0 and < 10
            ? text.Length > digits && text[digits] is '.' or ')'
            : text.Length > 0 && text[0] is '-' or '*' or '+';
        return marked && text.Length > digits + 1 && text[digits + 1] is ' ' or '\t' ? digits + 2 : 0;
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
