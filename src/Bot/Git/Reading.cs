using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>Reads that need no server.</summary>
internal static class Reading
{
    private const int MostText = 1024 * 1024;

    private const int MostLog = 8 * 1024 * 1024;

    private const string Notes = "refs/notes/ai";

    private const string Fields = "--format=%H%x00%an%x00%ae%x00%ce%x00%ct%x00%B";

    private static readonly string[] Log = ["log", "-z", "--reverse", "--max-count=250", "--no-show-signature", "--encoding=UTF-8"];

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

    public static async Task<Row<CommitInfo>> Commits(Mirror mirror, Sha onto, Sha head, CancellationToken stop)
    {
        // What the base does not have of a head is what their merge bases do not have of it: that stays the same while the base moves on.
        string[] from = [head.Hex, .. (await MergeBases(mirror, onto, head, stop)).Select(fork => "^" + fork.Hex), "--"];
        GitOutput output;
        try
        {
            var command = new GitCommand(mirror.Path, [.. Log, "--notes=" + Notes, Fields + "%x00%N", .. from])
            {
                Limit = MostLog,
                Given = await NotesAt(mirror, stop),
            };
            output = await mirror.Recall(command, stop);
            output = output.Exit == 0 ? output : throw mirror.Fault(command, output);
        }
        catch (GitException fault) when (fault.IsTooMuch)
        {
            // Notes may be of any length; a commit without its note is one without that evidence.
            output = await mirror.Tell(stop, [.. Log, Fields + "%x00", .. from]);
        }

        return output
            .Text.Split('\0')
            .Chunk(7)
            .Where(fields => fields.Length == 7)
            .Select(fields => new CommitInfo(new Sha(fields[0]), fields[1], fields[2], fields[3], fields[5].TrimEnd('\n'), Date(fields[4]))
            {
                Note = fields[6].Length == 0 ? null : fields[6],
            })
            .ToRow();
    }

    /// <summary>Notes come and go while their commits stay.</summary>
    private static async Task<string> NotesAt(Mirror mirror, CancellationToken stop) =>
        (await Loose(Path.Combine(mirror.Path, Notes), stop))?.Hex
        ?? System.IO.File.GetLastWriteTimeUtc(Path.Combine(mirror.Path, "packed-refs")).Ticks.ToString(CultureInfo.InvariantCulture);

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
    private static async Task<Sha?> Loose(string file, CancellationToken stop)
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

    /// <summary>A commit may claim any date, also one that no calendar has.</summary>
    private static DateTimeOffset Date(string seconds) =>
        long.TryParse(seconds, CultureInfo.InvariantCulture, out var time) && time is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(time)
            : DateTimeOffset.UnixEpoch;
}
