namespace Sluice.Hub.Git;

/// <summary>A path that differs between two trees. A side that does not have it is null.</summary>
public sealed record PathChange(string Path, TreeEntry? Before, TreeEntry? After, string? PreviousPath = null)
{
    public string Status =>
        (Before, After, PreviousPath) switch
        {
            (_, _, not null) => "renamed",
            (null, _, _) => "added",
            (_, null, _) => "removed",
            _ => "modified",
        };
}

/// <summary>Which files differ between two trees, by path; a file that only moved is one change.</summary>
public static class TreeDiff
{
    public static PathChange[] Between(IGit git, string? before, string after)
    {
        var changes = new List<PathChange>();
        Walk(git, "", before ?? Zero.EmptyTree, after, changes);
        return Renames(changes);
    }

    private static void Walk(IGit git, string path, string before, string after, List<PathChange> changes)
    {
        if (before == after)
            return;
        var left = git.Tree(before)!.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
        var right = git.Tree(after)!.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
        foreach (var name in left.Keys.Union(right.Keys).Order(StringComparer.Ordinal))
        {
            var old = left.GetValueOrDefault(name);
            var now = right.GetValueOrDefault(name);
            if (old == now)
                continue;
            if (old is { IsTree: true } || now is { IsTree: true })
            {
                Walk(git, $"{path}{name}/", TreeOf(old), TreeOf(now), changes);
                old = old is { IsTree: true } ? null : old;
                now = now is { IsTree: true } ? null : now;
            }

            if (old is not null || now is not null)
                changes.Add(new PathChange(path + name, old, now));
        }
    }

    private static string TreeOf(TreeEntry? entry) => entry is { IsTree: true } ? entry.Sha : Zero.EmptyTree;

    private static PathChange[] Renames(List<PathChange> changes)
    {
        var removed = changes.Where(c => c.After is null).ToList();
        var result = new List<PathChange>();
        var moved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes.Where(c => c.Before is null))
        {
            var source = removed.Find(r => r.Before!.Sha == change.After!.Sha && !moved.Contains(r.Path));
            if (source is null)
                continue;
            moved.Add(source.Path);
            result.Add(new PathChange(change.Path, source.Before, change.After, source.Path));
        }

        var renamed = result.Select(r => r.Path).ToHashSet(StringComparer.Ordinal);
        result.AddRange(changes.Where(c => !moved.Contains(c.Path) && !renamed.Contains(c.Path)));
        return [.. result.OrderBy(c => c.Path, StringComparer.Ordinal)];
    }
}
