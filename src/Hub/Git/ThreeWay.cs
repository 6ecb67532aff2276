namespace Sluice.Hub.Git;

/// <summary>A three-way merge by file: a path that both sides changed differently is a conflict.</summary>
internal sealed class ThreeWay(IGit git)
{
    private readonly List<string> _conflicts = [];

    public TreeMerge Merge(string ancestor, string ours, string theirs)
    {
        _conflicts.Clear();
        var tree = MergeDirectory("", ancestor, ours, theirs);
        return _conflicts.Count > 0 ? new TreeMerge(null, [.. _conflicts]) : new TreeMerge(tree, []);
    }

    private string MergeDirectory(string path, string ancestor, string ours, string theirs)
    {
        if (ours == theirs || theirs == ancestor)
            return ours;
        if (ours == ancestor)
            return theirs;
        var before = Read(ancestor);
        var left = Read(ours);
        var right = Read(theirs);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        names.UnionWith(before.Keys);
        names.UnionWith(left.Keys);
        names.UnionWith(right.Keys);
        var merged = new List<TreeEntry>();
        foreach (var name in names)
        {
            var entry = MergeEntry(
                path + name,
                before.GetValueOrDefault(name),
                left.GetValueOrDefault(name),
                right.GetValueOrDefault(name)
            );
            if (entry is not null)
                merged.Add(entry);
        }

        return git.Write(merged);
    }

    private TreeEntry? MergeEntry(string path, TreeEntry? before, TreeEntry? left, TreeEntry? right)
    {
        if (left == right || right == before)
            return left;
        if (left == before)
            return right;
        // Git knows no folders: one that a side made or took away altogether is merged by its files too.
        if (left is null or { IsTree: true } && right is null or { IsTree: true })
        {
            var tree = MergeDirectory(path + "/", Folder(before), Folder(left), Folder(right));
            return tree == Zero.EmptyTree ? null : (left ?? right)! with { Sha = tree };
        }

        _conflicts.Add(path);
        return left ?? right;
    }

    private static string Folder(TreeEntry? entry) => entry is { IsTree: true } ? entry.Sha : Zero.EmptyTree;

    private SortedDictionary<string, TreeEntry> Read(string tree)
    {
        var entries = new SortedDictionary<string, TreeEntry>(StringComparer.Ordinal);
        foreach (var entry in git.Tree(tree)!.Entries)
            entries.Add(entry.Name, entry);
        return entries;
    }
}
