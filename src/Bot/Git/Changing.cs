using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>
/// What a head changes: <c>git diff-tree</c> with kinds and line counts, read by NUL, so that no path can pretend to be another.
/// </summary>
internal static class Changing
{
    /// <summary>The tree without a file, known to every git.</summary>
    public const string EmptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    /// <summary>Of so many each is asked; a head with more is judged as if it had nothing in common.</summary>
    private const int MostBases = 4;

    private const int LongestDiff = 256 * 1024;

    /// <summary>In place of a count of lines.</summary>
    private const string Binary = "-";

    public static async Task<Change> Change(Mirror mirror, Sha onto, Sha head, CancellationToken stop)
    {
        var forks = await Reading.MergeBases(mirror, onto, head, stop);
        if (forks.Count is 0 or > MostBases)
        {
            return new Change(forks is [var best, ..] ? best : default, head, await Files(mirror, EmptyTree, head, stop))
            {
                MergeBases = forks,
            };
        }

        // Against one of several, what a head merged in and took back would be no change, though to merge it takes that back.
        var files = new List<FileChange>();
        foreach (var fork in forks)
        {
            files.AddRange(await Files(mirror, fork.Hex, head, stop));
        }

        return new Change(forks[0], head, Flow.Repo.Change.Together(files)) { MergeBases = forks };
    }

    private static async Task<Row<FileChange>> Files(Mirror mirror, string from, Sha head, CancellationToken stop)
    {
        var command = new GitCommand(
            mirror.Path,
            "diff-tree",
            "-r",
            "-z",
            "-M",
            "--raw",
            "--numstat",
            "--no-ext-diff",
            "--no-textconv",
            "--end-of-options",
            from,
            head.Hex
        );
        var output = await mirror.Recall(command, stop);
        return output.Exit == 0 ? Parse(output.Text) : throw mirror.Fault(command, output);
    }

    /// <summary>Null: it is longer than anybody wants to read.</summary>
    public static async Task<string?> Diff(Mirror mirror, Change change, Row<string> paths, CancellationToken stop)
    {
        var command = new GitCommand(
            mirror.Path,
            [
                "diff-tree",
                "-r",
                "-p",
                "-M",
                "--unified=3",
                "--no-color",
                "--no-ext-diff",
                "--no-textconv",
                "--src-prefix=a/",
                "--dst-prefix=b/",
                "--end-of-options",
                change.MergeBase == default ? EmptyTree : change.MergeBase.Hex,
                change.Head.Hex,
                "--",
                .. paths.Select(path => ":(top,literal)" + path),
            ]
        )
        {
            Limit = LongestDiff,
            Settings = [new("core.quotePath", "false")],
            Timeout = TimeSpan.FromSeconds(20),
        };
        try
        {
            return (await mirror.Tell(command, stop)).Text;
        }
        catch (GitException fault) when (fault.IsTooMuch)
        {
            return null;
        }
    }

    private const int LongestPatch = 1024 * 1024;

    public static async Task<string?> Patch(Mirror mirror, Change change, CancellationToken stop)
    {
        try
        {
            var from = change.MergeBase == default ? EmptyTree : change.MergeBase.Hex;
            var command = new GitCommand(
                mirror.Path,
                "diff-tree",
                "-r",
                "-p",
                "-U0",
                "--no-renames",
                "--no-ext-diff",
                "--no-textconv",
                "--no-color",
                "--src-prefix=a/",
                "--dst-prefix=b/",
                "--end-of-options",
                from,
                change.Head.Hex
            )
            {
                Limit = LongestPatch,
            };
            return (await mirror.Tell(command, stop)).Text;
        }
        catch (GitException fault) when (fault.IsTooMuch)
        {
            return null;
        }
    }

    /// <summary>
    /// First the raw lines, <c>:mode mode id id KIND NUL path NUL</c>, then the counted ones, <c>added TAB deleted TAB path NUL</c>; two
    /// paths for a rename.
    /// </summary>
    internal static Row<FileChange> Parse(string text)
    {
        var fields = new Queue<string>(text.Split('\0')[..^1]);
        var kinds = new SortedDictionary<string, (FileChangeKind Kind, string? From)>(StringComparer.Ordinal);
        while (fields.TryPeek(out var raw) && raw.StartsWith(':'))
        {
            var letter = fields.Dequeue().Split(' ')[^1][0];
            var from = letter is 'R' or 'C' ? fields.Dequeue() : null;
            kinds[fields.Dequeue()] = (Kind(letter), letter is 'R' ? from : null);
        }

        var files = new List<FileChange>();
        while (fields.TryDequeue(out var line))
        {
            var counts = line.Split('\t', 3);
            if (counts[2].Length == 0)
            {
                fields.Dequeue();
            }

            var path = counts[2].Length == 0 ? fields.Dequeue() : counts[2];
            var (kind, from) = kinds[path];
            files.Add(new FileChange(path, Count(counts[0]), Count(counts[1]), kind) { From = from, IsBinary = counts[0] == Binary });
        }

        return files.OrderBy(file => file.Path, StringComparer.Ordinal).ToRow();
    }

    private static FileChangeKind Kind(char letter) =>
        letter switch
        {
            'A' or 'C' => FileChangeKind.Added,
            'D' => FileChangeKind.Deleted,
            'R' => FileChangeKind.Renamed,
            _ => FileChangeKind.Modified,
        };

    private static int Count(string number) => int.TryParse(number, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
