using System.Text;

namespace Sluice.Flow.Intake.Risk.Tables;

/// <summary>
/// Records of comma-separated text (RFC 4180): quoted cells may hold commas, quotes and line ends. One record is held at a time.
/// </summary>
public static class CsvRecords
{
    /// <summary>The records that hold anything, each with the line that it begins on.</summary>
    /// <exception cref="UnreadableTableException">A quote is never closed, or stands where none may.</exception>
    public static IEnumerable<CsvRecord> Read(IEnumerable<string> lines, string file)
    {
        var open = new StringBuilder();
        var (at, begun) = (0, 0);
        foreach (var line in lines)
        {
            at++;
            if (open.Length == 0)
            {
                if (line.Length == 0)
                {
                    continue;
                }

                begun = at;
                if (!line.Contains('"', StringComparison.Ordinal))
                {
                    yield return new CsvRecord(at, line, line.Split(','));
                    continue;
                }
            }

            open.Append(open.Length > 0 ? "\n" : "").Append(line);
            var text = open.ToString();
            if (text.AsSpan().Count('"') % 2 == 0)
            {
                yield return new CsvRecord(begun, text, Cells(text, file, begun));
                open.Clear();
            }
        }

        if (open.Length > 0)
        {
            throw new UnreadableTableException(file, begun, "a quote is opened here and never closed");
        }
    }

    private static string[] Cells(string text, string file, int line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (quoted, wasQuoted) = (false, false);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (quoted && letter == '"' && at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else if (letter == '"' && (quoted || (cell.Length == 0 && !wasQuoted)))
            {
                (quoted, wasQuoted) = (!quoted, true);
            }
            else if (letter == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
                wasQuoted = false;
            }
            else if (wasQuoted && !quoted)
            {
                throw new UnreadableTableException(file, line, $"cell {cells.Count + 1} goes on after its closing quote");
            }
            else if (letter == '"')
            {
                throw new UnreadableTableException(file, line, $"cell {cells.Count + 1} has a quote inside but does not begin with one");
            }
            else
            {
                cell.Append(letter);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}

/// <param name="Text">As it stood in the file.</param>
public sealed record CsvRecord(int Line, string Text, string[] Cells);
