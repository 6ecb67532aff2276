using Sluice.Flow.Repo;
using Sluice.Hub.Git;

namespace Sluice.Sim.Fakes;

/// <summary>Differences of trees, and the versions of files, as the mirror tells them.</summary>
internal static class MemoryChanges
{
    public static FileChange Of(Hub.Git.IGit git, PathChange change)
    {
        var lines = Lines(git, change);
        var kind = change.Status switch
        {
            "added" => FileChangeKind.Added,
            "removed" => FileChangeKind.Deleted,
            "renamed" => FileChangeKind.Renamed,
            _ => FileChangeKind.Modified,
        };
        return new FileChange(change.Path, lines.Additions, lines.Deletions, kind);
    }

    public static string Patch(Hub.Git.IGit git, IEnumerable<PathChange> changes) =>
        string.Concat(changes.Select(file => $"--- a/{file.Path}\n+++ b/{file.Path}\n{Lines(git, file).Patch}\n"));

    /// <summary>The commits along first parents in which a file is another than before, newest first.</summary>
    public static IEnumerable<Sha> Versions(Hub.Git.IGit git, string commit, string path)
    {
        string? At(string? of) => of is null ? null : TreeEdit.At(git, git.Commit(of)!.Tree, path)?.Sha;
        for (string? at = commit, before; at is not null; at = before)
        {
            before = git.Commit(at)!.Parents.FirstOrDefault();
            if (At(at) != At(before))
            {
                yield return new Sha(at);
            }
        }
    }

    private static LineDiff Lines(Hub.Git.IGit git, PathChange change) =>
        LineDiff.Between(
            change.Before is { IsTree: false } before ? git.Blob(before.Sha) : null,
            change.After is { IsTree: false } after ? git.Blob(after.Sha) : null
        );
}
