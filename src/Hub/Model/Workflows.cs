using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>Files below .github/workflows.</summary>
internal static class Workflows
{
    private const string Folder = ".github/workflows";

    /// <summary>
    /// The first workflow file whose content the new tip has and neither the old tip nor the default branch has at that path: to
    /// merge what the default branch brought in is no edit. GitHub is said to look at other branches for some tokens; refusals were
    /// seen for Apps all the same, so the strict reading is taken.
    /// </summary>
    public static string? Introduced(Repository repository, string before, string after)
    {
        var git = repository.Git;
        var now = Read(git, after);
        if (now.Count == 0)
            return null;
        var known = before == Zero.Sha ? [] : Read(git, before);
        var trusted = repository.Branch(repository.DefaultBranch) is { } tip ? Read(git, tip) : [];
        foreach (var (path, sha) in now)
        {
            if (known.GetValueOrDefault(path) == sha)
                continue;
            if (trusted.GetValueOrDefault(path) != sha)
                return path;
        }

        return null;
    }

    private static SortedDictionary<string, string> Read(IGit git, string commit)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var folder = TreeEdit.At(git, git.Commit(commit)!.Tree, Folder);
        if (folder is not { IsTree: true })
            return files;
        foreach (var (path, entry) in TreeEdit.Files(git, folder.Sha))
            files.Add($"{Folder}/{path}", entry.Sha);
        return files;
    }
}
