using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>Reads that need no server.</summary>
internal static class Reading
{
    private const int MostText = 1024 * 1024;

    /// <summary>A turn waits for it; a history without an end is not walked through.</summary>
    private static readonly TimeSpan HistoryPatience = TimeSpan.FromSeconds(20);

    public static Task<Sha?> Branch(Mirror mirror, string name, CancellationToken stop) => Ref(mirror, BranchName.Ref(name), stop);

    public static Task<Sha?> PullHead(Mirror mirror, int number, CancellationToken stop) =>
        Ref(mirror, string.Create(CultureInfo.InvariantCulture, $"refs/pull/{number}/head"), stop);

    public static async Task<Row<string>> Branches(Mirror mirror, string prefix, CancellationToken stop)
    {
        const string Heads = "refs/heads/";
        var output = await mirror.Tell(stop, "for-each-ref", "--format=%(refname)", BranchName.Ref(prefix.TrimEnd('/')));
        return output
            .Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name[Heads.Length..])
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToRow();
    }

    public static async Task<bool> Has(Mirror mirror, Sha commit, CancellationToken stop)
    {
        await mirror.Make(stop);
        if (mirror.Lasting.Holds(commit))
        {
            return true;
        }

        var holds = (await mirror.Ask(stop, "cat-file", "-e", Mirror.Commit(commit))).Exit == 0;
        if (holds)
        {
            mirror.Lasting.Keep(commit, null);
        }

        return holds;
    }

    /// <returns>Those of them that the mirror holds.</returns>
    public static async Task<IReadOnlyCollection<Sha>> Held(Mirror mirror, IReadOnlyCollection<Sha> commits, CancellationToken stop)
    {
        await mirror.Make(stop);
        if (commits.All(mirror.Lasting.Holds))
        {
            return commits;
        }

        var command = new GitCommand(mirror.Path, "cat-file", "--batch-check=%(objectname) %(objecttype)")
        {
            Input = string.Concat(commits.Select(commit => commit.Hex + "\n")),
        };
        var output = await mirror.Ask(command, stop);
        return output.Exit != 0
            ? throw mirror.Fault(command, output)
            :
            [
                .. output
                    .Text.Split('\n')
                    .Where(line => line.EndsWith(" commit", StringComparison.Ordinal))
                    .Select(line => new Sha(line.Split(' ')[0])),
            ];
    }

    public static async Task<Sha> Tree(Mirror mirror, Sha commit, CancellationToken stop)
    {
        await mirror.Make(stop);
        if (mirror.Lasting.Tree(commit) is { } known)
        {
            return known;
        }

        var tree = new Sha((await mirror.Tell(stop, "rev-parse", "--verify", "--quiet", commit.Hex + "^{tree}")).Line);
        mirror.Lasting.Keep(commit, tree);
        return tree;
    }

    /// <summary>Null: the commit is a root.</summary>
    public static async Task<Sha?> FirstParent(Mirror mirror, Sha commit, CancellationToken stop)
    {
        var output = await mirror.Ask(stop, "rev-parse", "--verify", "--quiet", commit.Hex + "^1");
        return output.Exit == 0 ? new Sha(output.Line) : null;
    }

    public static async Task<bool> IsAncestor(Mirror mirror, Sha ancestor, Sha descendant, CancellationToken stop)
    {
        await mirror.Make(stop);
        if (mirror.Lasting.Descends(ancestor, descendant) is { } known)
        {
            return known;
        }

        var command = new GitCommand(mirror.Path, "merge-base", "--is-ancestor", ancestor.Hex, descendant.Hex);
        var output = await mirror.Ask(command, stop);
        var descends = output.Exit switch
        {
            0 => true,
            1 => false,
            _ => throw mirror.Fault(command, output),
        };
        mirror.Lasting.Keep(ancestor, descendant, descends);
        return descends;
    }

    /// <summary>The best first; none: the two have no history in common.</summary>
    public static async Task<Row<Sha>> MergeBases(Mirror mirror, Sha one, Sha other, CancellationToken stop)
    {
        var command = new GitCommand(mirror.Path, "merge-base", "--all", one.Hex, other.Hex);
        var output = await mirror.Recall(command, stop);
        return output.Exit is 0 or 1
            ? output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new Sha(line)).ToRow()
            : throw mirror.Fault(command, output);
    }

    public static async Task<string?> File(Mirror mirror, Sha commit, string path, CancellationToken stop)
    {
        if (path.Contains('\n', StringComparison.Ordinal))
        {
            return null;
        }

        var command = new GitCommand(mirror.Path, "cat-file", "--batch") { Input = $"{commit.Hex}:{path}\n", Limit = MostText + 256 };
        var output = await Batch(mirror, command, path, stop);
        var end = Array.IndexOf(output, (byte)'\n');
        var header = GitOutput.Decode(output[..Math.Max(end, 0)]).Split(' ');
        // Of a path "a blob" that is not there git says "… blob missing".
        return header is [_, "blob", var size] && int.TryParse(size, CultureInfo.InvariantCulture, out var length)
            ? GitOutput.Decode(output.AsSpan(end + 1, length).ToArray())
            : null;
    }

    public static async Task<Row<Sha>> Versions(Mirror mirror, Sha? after, Sha commit, string path, int most, CancellationToken stop)
    {
        string[] known = after is { } before && await Has(mirror, before, stop) ? ["^" + before.Hex] : [];
        string[] ask =
        [
            "rev-list",
            "--first-parent",
            string.Create(CultureInfo.InvariantCulture, $"--max-count={most}"),
            commit.Hex,
            .. known,
            "--",
            ":(top,literal)" + path,
        ];
        try
        {
            return (await mirror.Tell(new GitCommand(mirror.Path, ask) { Timeout = HistoryPatience }, stop))
                .Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => new Sha(line))
                .ToRow();
        }
        catch (GitException fault) when (fault.TookTooLong)
        {
            return [];
        }
    }

    public static async Task<Row<string>?> Paths(Mirror mirror, Sha commit, CancellationToken stop)
    {
        try
        {
            var output = await mirror.Tell(stop, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit.Hex);
            return output.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries).ToRow();
        }
        catch (GitException fault) when (fault.IsTooMuch)
        {
            return null;
        }
    }

    private static async Task<Sha?> Ref(Mirror mirror, string name, CancellationToken stop)
    {
        await mirror.Make(stop);
        if (await Loose(Path.Combine(mirror.Path, name), stop) is { } stands)
        {
            return stands;
        }

        var output = await mirror.Ask(stop, "show-ref", "--verify", "--hash", "--", name);
        return output.Exit == 0 ? new Sha(output.Line) : null;
    }

    /// <summary>
    /// Git's own file of a ref, which goes before what is packed and is only ever replaced as a whole; null: git is to be asked.
    /// </summary>
    internal static async Task<Sha?> Loose(string file, CancellationToken stop)
    {
        if (!System.IO.File.Exists(file))
        {
            return null; // notes are hardly anywhere: an exception for each look would be the commonest of all
        }

        try
        {
            var text = (await System.IO.File.ReadAllTextAsync(file, stop)).TrimEnd('\n');
            return text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower) ? new Sha(text) : null;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<byte[]> Batch(Mirror mirror, GitCommand command, string path, CancellationToken stop)
    {
        try
        {
            return (await mirror.Tell(command, stop)).Bytes;
        }
        catch (GitException fault) when (fault.IsTooMuch)
        {
            throw new FileTooLargeException(path, fault);
        }
    }
}
