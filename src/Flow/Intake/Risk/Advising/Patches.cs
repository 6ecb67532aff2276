namespace Sluice.Flow.Intake.Risk.Advising;

/// <summary>A unified diff of git, taken apart: each file's lines with their sign.</summary>
internal static class Patches
{
    /// <summary>
    /// By the path after the change, or before it where the file is gone. Every line of content begins with its sign, so that no content
    /// can pass for a header; a path that git had to quote is not listed.
    /// </summary>
    public static SortedDictionary<string, List<string>> Of(string diff)
    {
        var files = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? lines = null;
        var (inHunk, from) = (false, "");
        foreach (var line in diff.Split('\n'))
        {
            if (line.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                (inHunk, from, lines) = (false, "", null);
            }
            else if (line.StartsWith("@@ ", StringComparison.Ordinal))
            {
                inHunk = true;
            }
            else if (inHunk)
            {
                if (line.Length > 0 && line[0] is '+' or '-' or ' ')
                {
                    lines?.Add(line);
                }
            }
            else if (line.StartsWith("--- a/", StringComparison.Ordinal))
            {
                from = line[6..].TrimEnd('\t');
            }
            else if (line.StartsWith("+++ ", StringComparison.Ordinal))
            {
                var path =
                    line.StartsWith("+++ b/", StringComparison.Ordinal) ? line[6..].TrimEnd('\t')
                    : line == "+++ /dev/null" ? from
                    : "";
                lines = path.Length == 0 ? null : files[path] = [];
            }
        }

        return files;
    }
}
