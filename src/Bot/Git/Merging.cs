using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>Who the bot is in a commit.</summary>
public sealed record Signature(string Name, string Email);

/// <summary>
/// Merges without a working tree, and the commits that come of it. The same parents, message, date and signature give the same commit.
/// </summary>
internal sealed class Merging(Mirror mirror, Signature signature)
{
    /// <summary>Merges two commits.</summary>
    public async Task<Merged> Merge(Sha ours, Sha theirs, CancellationToken stop)
    {
        var command = Command(ours, theirs);
        return Read(command, await mirror.Ask(command, stop));
    }

    /// <summary>
    /// The paths on which two commits conflict. The tree of their merge may be gone from the mirror by now: to build on it takes
    /// <see cref="Merge"/>.
    /// </summary>
    public async Task<Row<string>> Conflicts(Sha ours, Sha theirs, CancellationToken stop)
    {
        var command = Command(ours, theirs);
        return Read(command, await mirror.Recall(command, stop)).Paths;
    }

    public Task<Sha> Commit(Sha tree, Row<Sha> parents, string message, DateTimeOffset at, CancellationToken stop) =>
        Commit(tree, parents, message, null, at, stop);

    /// <param name="author">Null: the bot.</param>
    public async Task<Sha> Commit(Sha tree, Row<Sha> parents, string message, Author? author, DateTimeOffset at, CancellationToken stop)
    {
        var date = string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()} +0000");
        var command = new GitCommand(mirror.Path, ["commit-tree", tree.Hex, .. parents.SelectMany(parent => new[] { "-p", parent.Hex })])
        {
            Input = message.TrimEnd('\n') + "\n",
            Environment =
            [
                new("GIT_AUTHOR_NAME", author?.Name ?? signature.Name),
                new("GIT_AUTHOR_EMAIL", author?.Email ?? signature.Email),
                new("GIT_AUTHOR_DATE", author?.Date ?? date),
                new("GIT_COMMITTER_NAME", signature.Name),
                new("GIT_COMMITTER_EMAIL", signature.Email),
                new("GIT_COMMITTER_DATE", date),
            ],
        };
        return new Sha((await mirror.Tell(command, stop)).Line);
    }

    /// <summary>
    /// After the tree: the paths in conflict up to an empty field, then messages of the form count, paths, kind, text. Some conflicts (of
    /// directories, of submodules) are told only there.
    /// </summary>
    internal static Row<string> Conflicts(string[] fields)
    {
        var paths = new SortedSet<string>(fields.Skip(1).TakeWhile(field => field.Length > 0), StringComparer.Ordinal);
        var messages = new Queue<string>(fields.Skip(1).SkipWhile(field => field.Length > 0).Skip(1));
        while (
            messages.TryDequeue(out var count)
            && int.TryParse(count, CultureInfo.InvariantCulture, out var many)
            && many >= 0
            && messages.Count - 2 >= many
        )
        {
            var about = Enumerable.Range(0, many).Select(_ => messages.Dequeue()).ToArray();
            var isConflict = messages.Dequeue().StartsWith("CONFLICT", StringComparison.Ordinal);
            messages.Dequeue();
            if (isConflict && paths.Count == 0)
            {
                paths.UnionWith(about);
            }
        }

        return paths.Count > 0 ? paths.ToRow() : ["(unnamed)"];
    }

    private GitCommand Command(Sha ours, Sha theirs) =>
        new(mirror.Path, "merge-tree", "--write-tree", "-z", "--name-only", "--messages", ours.Hex, theirs.Hex);

    private Merged Read(GitCommand command, GitOutput output)
    {
        var fields = output.Text.Split('\0');
        return output.Exit switch
        {
            0 => new Merged(new Sha(fields[0]), []),
            1 => new Merged(null, Conflicts(fields)),
            _ when output.Errors.Contains("unrelated histories", StringComparison.Ordinal) => new Merged(null, ["(no common history)"]),
            _ => throw mirror.Fault(command, output),
        };
    }
}

/// <summary>Whose work a commit is.</summary>
/// <param name="Date">As git writes it: seconds and zone; null: the commit's own.</param>
internal sealed record Author(string Name, string Email, string? Date);

/// <param name="Tree">Null: they conflict on <paramref name="Paths"/>.</param>
internal sealed record Merged(Sha? Tree, Row<string> Paths);
