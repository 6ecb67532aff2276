using System.Text;

namespace Sluice.Hub.Git;

/// <summary>Makes a tree from another by writing and removing files.</summary>
public static class TreeEdit
{
    /// <summary>Content by path; null removes the file.</summary>
    public static string Apply(IGit git, string? tree, IEnumerable<KeyValuePair<string, string?>> files)
    {
        var current = tree ?? Zero.EmptyTree;
        foreach (var (path, content) in files)
        {
            var mode = At(git, current, path)?.Mode ?? "100644";
            var entry = content is null ? null : new TreeEntry(mode, "", git.Write(Encoding.UTF8.GetBytes(content)));
            current = Put(git, current, path, entry);
        }

        return current;
    }

    /// <summary>The tree with one path set to an entry (its name is taken from the path), or without it.</summary>
    public static string Put(IGit git, string tree, string path, TreeEntry? entry)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? path : path[..slash];
        var entries = git.Tree(tree)!.Entries.Where(e => e.Name != name).ToList();
        if (slash < 0)
        {
            if (entry is not null)
                entries.Add(entry with { Name = name });
        }
        else
        {
            var below = git.Tree(tree)![name];
            var child = Put(git, below is { IsTree: true } ? below.Sha : git.Write(Array.Empty<TreeEntry>()), path[(slash + 1)..], entry);
            if (child != Zero.EmptyTree)
                entries.Add(new TreeEntry("40000", name, child));
        }

        return git.Write(entries);
    }

    public static TreeEntry? At(IGit git, string tree, string path)
    {
        TreeEntry? found = new("40000", "", tree);
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (found is not { IsTree: true })
                return null;
            found = git.Tree(found.Sha)?[name];
        }

        return found;
    }

    /// <summary>Every file below a tree with its full path, in path order.</summary>
    public static IEnumerable<(string Path, TreeEntry Entry)> Files(IGit git, string tree, string prefix = "")
    {
        foreach (var entry in git.Tree(tree)!.Entries)
        {
            if (!entry.IsTree)
                yield return (prefix + entry.Name, entry);
            else
            {
                foreach (var below in Files(git, entry.Sha, $"{prefix}{entry.Name}/"))
                    yield return below;
            }
        }
    }
}
