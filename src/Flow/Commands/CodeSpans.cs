namespace Sluice.Flow.Commands;

/// <summary>Code spans that go over several lines of a paragraph: what stands on the lines between is shown, and not said.</summary>
internal sealed class CodeSpans
{
    private readonly SortedDictionary<(int Paragraph, int Ticks), int> _last = [];
    private readonly int[] _paragraphs;

    public CodeSpans(string[] lines)
    {
        _paragraphs = new int[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var isBlank = string.IsNullOrWhiteSpace(lines[i]);
            _paragraphs[i] = (i == 0 ? 0 : _paragraphs[i - 1]) + (isBlank ? 1 : 0);
            for (var at = Next(lines[i], 0); at < lines[i].Length; )
            {
                var run = Ticks(lines[i], at);
                _last[(_paragraphs[i], run)] = i;
                at = Next(lines[i], at + run);
            }
        }
    }

    /// <summary>How many backticks the span has that is open at the end of a line; 0: none is.</summary>
    /// <param name="open">The same at the line's beginning.</param>
    public int After(string line, int number, int open)
    {
        var at = 0;
        if (open > 0)
        {
            at = Closing(line, 0, open);
            if (at < 0)
            {
                return open;
            }
        }

        for (at = Next(line, at); at < line.Length; at = Next(line, at))
        {
            // A backslash takes one backtick out of those that begin a span; within one it is a letter.
            if (at > 0 && line[at - 1] == '\\' && (line.AsSpan(0, at).Length - line.AsSpan(0, at).TrimEnd('\\').Length) % 2 == 1)
            {
                at++;
                continue;
            }

            var run = Ticks(line, at);
            var end = Closing(line, at + run, run);
            if (end < 0 && _last.GetValueOrDefault((_paragraphs[number], run), -1) > number)
            {
                return run;
            }

            at = end < 0 ? at + run : end;
        }

        return 0;
    }

    /// <summary>Behind the next run of so many; -1: there is none.</summary>
    private static int Closing(string line, int from, int ticks)
    {
        for (var at = Next(line, from); at < line.Length; )
        {
            var run = Ticks(line, at);
            if (run == ticks)
            {
                return at + run;
            }

            at = Next(line, at + run);
        }

        return -1;
    }

    private static int Next(string line, int from) => from < line.Length && line.IndexOf('`', from) is >= 0 and var at ? at : line.Length;

    private static int Ticks(string line, int at) => line.AsSpan(at).IndexOfAnyExcept('`') is >= 0 and var run ? run : line.Length - at;
}
