using System.Collections.Concurrent;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>
/// Where the failed checks of a build say that they failed: read once for each failure. What cannot be read now is done without, and not
/// asked for again at each look.
/// </summary>
public sealed class Failures(IGitHub github, TimeProvider clock)
{
    /// <summary>How long a refusal stands.</summary>
    private static readonly TimeSpan Refusal = TimeSpan.FromMinutes(10);

    /// <summary>A build of a hundred jobs may fail in each for the same reason.</summary>
    private const int MostChecks = 3;

    private const int Most = 500;

    private readonly ConcurrentDictionary<long, Kept> _read = new();

    public async Task<Row<CheckNote>> Of(Repository repo, Build build, Row<Check> checks, CancellationToken stop)
    {
        var notes = new List<CheckNote>();
        var failed =
            build.State == BuildState.Green
                ? []
                : checks
                    .Where(check => check.State == CheckState.Failure && check.Id != 0 && !build.Retried.Contains(check.Id))
                    .OrderBy(check => check.Id)
                    .Take(MostChecks);
        foreach (var check in failed)
        {
            notes.AddRange(await Of(repo, check.Id, stop));
        }

        return notes.ToRow();
    }

    private async Task<Row<CheckNote>> Of(Repository repo, long check, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (_read.TryGetValue(check, out var known) && !(known.Until <= now))
        {
            return known.Notes;
        }

        var kept = (await github.Notes(repo, check, stop)).Match(
            notes => new Kept(notes, null),
            _ => new Kept([], now + Refusal),
            later => new Kept([], later.Until)
        );
        if (_read.Count >= Most)
        {
            _read.Clear();
        }

        _read[check] = kept;
        return kept.Notes;
    }

    /// <param name="Until">When it may be asked for again; null: it was read.</param>
    private sealed record Kept(Row<CheckNote> Notes, DateTimeOffset? Until);
}
