namespace Sluice.Flow.Repo;

/// <summary>A CODEOWNERS file: patterns as in .gitignore, of which the last that matches a path names its owners.</summary>
public sealed class CodeOwners
{
    private readonly List<Row<string>> _owners = [];
    private readonly OwnerPatterns _patterns = new();

    /// <summary>Where GitHub looks for it, in this order.</summary>
    public static Row<string> Files { get; } = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

    private CodeOwners() { }

    public static CodeOwners Read(string text)
    {
        var owners = new CodeOwners();
        foreach (var line in text.Split('\n'))
        {
            // Only a space that is written "\ " is part of a pattern.
            var parts = line.Replace("\\ ", "\0", StringComparison.Ordinal)
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(part => part.Replace('\0', ' '))
                .TakeWhile(part => !part.StartsWith('#'))
                .ToArray();
            // A pattern with a class or a negation is none in CODEOWNERS, nor is a word without an @ an owner: GitHub skips such a line.
            if (parts.Length > 0 && !parts[0].StartsWith('!') && !parts[0].Contains('[') && parts[1..].All(owner => owner.Contains('@')))
            {
                owners._patterns.Add(parts[0], owners._owners.Count);
                owners._owners.Add(parts[1..].ToRow());
            }
        }

        return owners;
    }

    /// <summary>Every team that owns something; ascending.</summary>
    public Row<string> Teams =>
        _owners
            .SelectMany(owners => owners)
            .Where(owner => owner.StartsWith('@') && owner.Contains('/'))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)
            .ToRow();

    /// <summary>Who owns any of the paths; ascending.</summary>
    public Row<string> Of(IEnumerable<string> paths) =>
        paths.SelectMany(Of).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToRow();

    /// <summary>The paths that somebody owns, by whom: any of them stands for all of those paths. Ascending by the first path.</summary>
    public Row<Owned> By(IEnumerable<string> paths) =>
        [
            .. paths
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(path => (Path: path, Owners: Of(path)))
                .Where(pair => pair.Owners.Count > 0)
                .GroupBy(pair => string.Join(' ', pair.Owners), StringComparer.OrdinalIgnoreCase)
                .Select(group => new Owned(group.First().Owners, group.First().Path, group.Count())),
        ];

    private Row<string> Of(string path) => _patterns.Last(path) is >= 0 and var line ? _owners[line] : [];
}

/// <summary>A part of a change, and who owns it.</summary>
/// <param name="Owners">As CODEOWNERS has them: <c>@user</c>, <c>@org/team</c> or an address.</param>
/// <param name="Path">The first of the paths.</param>
/// <param name="Paths">How many there are.</param>
public sealed record Owned(Row<string> Owners, string Path, int Paths);
