namespace Sluice.Flow.Release.Blaming;

/// <summary>A CODEOWNERS file: patterns as in .gitignore, of which the last that matches a path names its owners.</summary>
public sealed class CodeOwners
{
    private readonly List<(string Glob, Row<string> Owners)> _lines = [];

    /// <summary>Where GitHub looks for it, in this order.</summary>
    public static Row<string> Files { get; } = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

    private CodeOwners() { }

    public static CodeOwners Read(string text)
    {
        var owners = new CodeOwners();
        foreach (var line in text.Split('\n'))
        {
            var parts = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            // A pattern with a class or a negation is none in CODEOWNERS: GitHub skips its line.
            if (parts.Length > 0 && !parts[0].StartsWith('!') && !parts[0].Contains('['))
            {
                owners._lines.AddRange(Globs(parts[0]).Select(glob => (glob, parts[1..].ToRow())));
            }
        }

        return owners;
    }

    /// <summary>Who owns any of the paths; ascending.</summary>
    public Row<string> Of(IEnumerable<string> paths) => paths.SelectMany(Of).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToRow();

    private Row<string> Of(string path)
    {
        var last = _lines.FindLastIndex(line => Blaming.Globs.IsMatch(line.Glob, path));
        return last < 0 ? [] : _lines[last].Owners;
    }

    /// <summary>A slash before the end anchors at the root; a name stands for a file and for all below a folder of that name.</summary>
    private static IEnumerable<string> Globs(string pattern)
    {
        var anchored = pattern.TrimEnd('/').Contains('/');
        var name = pattern.Trim('/');
        var root = anchored ? name : $"**/{name}";
        return pattern == "*" ? ["**/*"]
            : pattern.EndsWith('/') ? [$"{root}/**"]
            : name.EndsWith("/*", StringComparison.Ordinal) ? [root]
            : [root, $"{root}/**"];
    }
}
