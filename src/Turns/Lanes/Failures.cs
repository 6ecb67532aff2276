using System.Collections.Concurrent;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>Where the failed checks of a build say that they failed: read once for each failure. What cannot be read now is done without.</summary>
public sealed class Failures(IGitHub github)
{
    /// <summary>A build of a hundred jobs may fail in each for the same reason.</summary>
    private const int MostChecks = 3;

    private const int Kept = 500;

    private readonly ConcurrentDictionary<long, Row<CheckNote>> _read = new();

    public async Task<Row<CheckNote>> Of(Repository repo, Build build, Row<Check> checks, CancellationToken stop)
    {
        var notes = new List<CheckNote>();
        foreach (var check in build.State == BuildState.Green ? [] : checks
            .Where(check => check.State == CheckState.Failure && check.Id != 0 && !build.Retried.Contains(check.Id)).OrderBy(check => check.Id).Take(MostChecks))
        {
            notes.AddRange(await Of(repo, check.Id, stop));
        }

        return notes.ToRow();
    }

    private async Task<Row<CheckNote>> Of(Repository repo, long check, CancellationToken stop)
    {
        if (_read.TryGetValue(check, out var known))
        {
            return known;
        }

        if (await github.Notes(repo, check, stop) is not Answer<Row<CheckNote>>.Made { Value: var notes })
        {
            return [];
        }

        if (_read.Count >= Kept)
        {
            _read.Clear();
        }

        _read[check] = notes;
        return notes;
    }
}
