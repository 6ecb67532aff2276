using Sluice.Flow.Repo;
using Sluice.Hub.Git;

namespace Sluice.Sim.Fakes;

/// <summary>Differences of trees as the mirror tells them.</summary>
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

    private static LineDiff Lines(Hub.Git.IGit git, PathChange change) => LineDiff.Between(
        change.Before is { IsTree: false } before ? git.Blob(before.Sha) : null, change.After is { IsTree: false } after ? git.Blob(after.Sha) : null);
}
