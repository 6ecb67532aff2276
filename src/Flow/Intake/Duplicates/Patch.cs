using System.Globalization;

namespace Sluice.Flow.Intake.Duplicates;

/// <summary>Reads the lines that a unified diff adds and removes, each as sign, path and text without its blanks.</summary>
internal static class Patch
{
    private const int Most = 50_000;

    public static List<string> Lines(string diff)
    {
        var lines = new List<string>();
        var (path, removed, added) = ("", 0, 0);
        foreach (var line in diff.Split('\n'))
        {
            if (lines.Count >= Most)
            {
                break;
            }

            // Only within a hunk is a line a line of the file: its counts say how long that is, whatever the lines look like.
            if (removed + added > 0 && line.Length > 0 && line[0] is '+' or '-' or ' ')
            {
                (removed, added) = (removed - (line[0] == '+' ? 0 : 1), added - (line[0] == '-' ? 0 : 1));
                if (line[0] != ' ')
                {
                    lines.Add($"{line[0]}{path}\n{string.Concat(line.AsSpan(1).ToString().Where(letter => !char.IsWhiteSpace(letter)))}");
                }
            }
            else if (line.StartsWith("@@ -", StringComparison.Ordinal))
            {
                (removed, added) = Counts(line);
            }
            else if (line.StartsWith("+++ ", StringComparison.Ordinal) || line.StartsWith("--- ", StringComparison.Ordinal))
            {
                // A deleted file's new name is none.
                path =
                    line[4..].Trim() is var name && name != "/dev/null" ? name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..] : path;
            }
        }

        return lines;
    }

    /// <summary><c>@@ -4,2 +5 @@</c>: two removed, one added.</summary>
    private static (int Removed, int Added) Counts(string header)
    {
        var parts = header.Split(' ');
        return parts.Length < 3 ? (0, 0) : (Count(parts[1]), Count(parts[2]));
    }

    private static int Count(string range) =>
        range.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma
            ? int.TryParse(range.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : 0
            : 1;
}
