using System.Globalization;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>
/// What history says of changes. The names of all changed files are read once, in the background, and then only those of newer commits: a
/// look never waits longer than a moment for it, and scores by the change alone meanwhile.
/// </summary>
/// <param name="room">What all repositories' histories have together.</param>
internal sealed class Past(Mirror mirror, PastRoom room, TimeProvider clock)
{
    /// <summary>Commits that are read, the newest first; merges bring nothing of their own.</summary>
    private const int MostCommits = 50_000;

    /// <summary>Of so many files the lines are counted: more make no change any riskier.</summary>
    private const int MostFiles = 200;

    private const int MostKept = 1000;

    private const double Day = 24 * 3600;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    /// <summary>After a reading that failed: what ails a disk may be over by then, and each may take minutes of it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private PastChanges _changes = new();
    private readonly List<string> _tips = [];
    private readonly Dictionary<(Sha, Sha), History?> _known = [];
    private Task _reading = Task.CompletedTask;
    private DateTimeOffset _notBefore;

    /// <param name="life">Ends with the process: the reading outlives the look that began it.</param>
    public async Task<History?> Of(Change change, string author, CancellationToken life, CancellationToken stop)
    {
        if (change.MergeBase == default)
        {
            return null;
        }

        lock (_gate)
        {
            if (_known.TryGetValue((change.MergeBase, change.Head), out var known))
            {
                return known;
            }

            if (_reading.IsCompleted && _changes.When(change.MergeBase) is null && clock.GetUtcNow() >= _notBefore)
            {
                _reading = Read(change.MergeBase, life);
            }
        }

        room.Use(this);
        try
        {
            await _reading.WaitAsync(Moment, clock, stop);
        }
        catch (TimeoutException)
        {
            return null;
        }

        return IsKnown(change.MergeBase) ? Keep(change, author, await Lines(change, stop)) : null;
    }

    private bool IsKnown(Sha fork)
    {
        lock (_gate)
        {
            return _changes.When(fork) is not null;
        }
    }

    private History? Keep(Change change, string author, double lines)
    {
        lock (_gate)
        {
            if (_changes.When(change.MergeBase) is not { } at)
            {
                return null; // forgotten meanwhile
            }

            if (_known.Count >= MostKept)
            {
                _known.Clear();
            }

            return _known[(change.MergeBase, change.Head)] = Find(change, author, at, lines);
        }
    }

    /// <summary>Others need the room. What was told of changes stands, and is not asked again.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _changes = new PastChanges();
            _tips.Clear();
        }
    }

    private async Task Read(Sha upTo, CancellationToken stop)
    {
        await Task.Yield(); // it is begun under the lock
        string[] seen;
        lock (_gate)
        {
            seen = [.. _tips];
        }

        var (output, isTooMuch) = await Log(seen, upTo, stop);
        int commits;
        lock (_gate)
        {
            _notBefore =
                isTooMuch ? DateTimeOffset.MaxValue
                : output is { Exit: 0 } ? default
                : clock.GetUtcNow() + Pause;
            // What was forgotten meanwhile is read from its beginning by the next.
            if (output is { Exit: 0 } && seen.SequenceEqual(_tips))
            {
                _changes.Read(output.Text);
                _tips.Clear();
                _tips.AddRange([.. seen.TakeLast(3), upTo.Hex]);
            }

            commits = _changes.Commits;
        }

        room.Keep(this, commits);
    }

    // A history that is too long to be read, or a damaged mirror, costs the score its last two hundredths and nothing else: the change
    // itself is known.
    private async Task<(GitOutput? Output, bool IsTooMuch)> Log(string[] seen, Sha upTo, CancellationToken stop)
    {
        var command = new GitCommand(
            mirror.Path,
            [
                "log",
                "--no-renames",
                "--name-only",
                "--format=%x01%H%x00%ct%x00%ae",
                $"--max-count={MostCommits.ToString(CultureInfo.InvariantCulture)}",
                upTo.Hex,
                .. seen.Length > 0 ? ["--not", .. seen] : Array.Empty<string>(),
                "--",
            ]
        )
        {
            Limit = 256 * 1024 * 1024,
            Settings = [new("core.quotePath", "false")],
        };
        try
        {
            return (await mirror.Ask(command, stop), false);
        }
        catch (GitException fault)
        {
            return (null, fault.IsTooMuch);
        }
    }

    private async Task<double> Lines(Change change, CancellationToken stop)
    {
        string[] paths =
        [
            .. change.Files.Where(file => file.Kind != FileChangeKind.Added).Select(file => file.From ?? file.Path).Take(MostFiles),
        ];
        if (paths.Length == 0)
        {
            return 0;
        }

        var output = await mirror.Recall(
            new GitCommand(
                mirror.Path,
                [
                    "diff-tree",
                    "-r",
                    "-z",
                    "--numstat",
                    "--no-ext-diff",
                    "--no-textconv",
                    Changing.EmptyTree,
                    change.MergeBase.Hex,
                    "--",
                    .. paths,
                ]
            )
            {
                Environment = [new("GIT_LITERAL_PATHSPECS", "1")],
            },
            stop
        );
        return output
            .Text.Split('\0')
            .Sum(line => int.TryParse(line.Split('\t')[0], CultureInfo.InvariantCulture, out var count) ? count : 0);
    }

    // The commits that were read may be newer than the fork, which stands at that time.
    private History Find(Change change, string author, long now, double lines)
    {
        var touches = change
            .Files.Select(file => _changes.Of(file.From ?? file.Path).Where(touch => touch.At <= now).ToList())
            .Where(touches => touches.Count > 0)
            .ToList();
        var all = touches.SelectMany(each => each).ToList();
        var made = _changes.By(author).Where(each => each.At <= now).ToList();
        var subsystems = change.Files.Select(file => PastChanges.Subsystem(file.Path)).ToHashSet(StringComparer.Ordinal);
        return new History(
            lines,
            all.Select(touch => touch.Author).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
            touches.Count == 0 ? 0 : touches.Average(each => (now - each.Max(touch => touch.At)) / Day),
            all.Select(touch => touch.Commit).Distinct().Count(),
            made.Count,
            made.Sum(each => 1 / (1 + ((now - each.At) / (365.25 * Day)))),
            made.Count(each => each.Subsystems.Any(subsystems.Contains))
        );
    }
}
