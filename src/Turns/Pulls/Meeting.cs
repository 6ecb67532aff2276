using System.Collections.Concurrent;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>
/// Finds out whom a pull will meet: who changes the same files is in the books, and whether two heads merge is asked of git once for each
/// pair.
/// </summary>
internal sealed class Meeting(IStore store, IGit git)
{
    /// <summary>Of those ahead so many are tried, the next to be served first: whoever stands behind more than these has time.</summary>
    private const int MostTried = 12;

    private const int MostKept = 20_000;

    private readonly ConcurrentDictionary<(Sha, Sha), Row<string>> _tried = new();

    public async Task<Encounter> Of(Repository repo, PullRequest pull, Change? change, PullLedger ledger, CancellationToken stop)
    {
        if (change is null || !pull.Open || pull.Draft || change.MergeBase == change.Head)
        {
            return Encounter.None;
        }

        var mine = Touched.Of(pull, change);
        var others = (await store.Touching(repo.Id, mine.Paths, stop))
            .Where(other => other.Key.Number != pull.Number && other.Value.Touched!.Base == pull.Base)
            .ToList();
        var ahead = others
            .Where(other =>
                other.Value.Admission is { } admission && Encounter.IsAhead(pull.Number, ledger.Admission, other.Key.Number, admission)
            )
            .OrderByDescending(other => other.Value.Admission!.Priority)
            .ThenBy(other => other.Value.Admission!.Since)
            .ThenBy(other => other.Key.Number)
            .Take(MostTried);
        var clashes = new List<Clash>();
        foreach (var (subject, other) in ahead)
        {
            if (await Conflicts(repo, other.Touched!.Head, mine.Head, stop) is { Count: > 0 } paths)
            {
                clashes.Add(new Clash(subject.Number, paths));
            }
        }

        return new Encounter(
            clashes.OrderBy(clash => clash.Number).ToRow(),
            Encounter.HotOf(mine, others.Select(other => other.Value.Touched!))
        );
    }

    /// <summary>Two commits never change: what came of merging them is true for ever.</summary>
    private async Task<Row<string>> Conflicts(Repository repo, Sha one, Sha other, CancellationToken stop)
    {
        if (_tried.TryGetValue((one, other), out var known))
        {
            return known;
        }

        // The other one is being looked at, so it is there; this one may have come to another replica's mirror only.
        if (!await git.Has(repo, one, stop))
        {
            return [];
        }

        if (_tried.Count >= MostKept)
        {
            _tried.Clear();
        }

        try
        {
            return _tried[(one, other)] = await git.Conflicts(repo, one, other, stop);
        }
        catch (NotNowException)
        {
            return []; // whose change takes git too long keeps nobody else from being judged
        }
    }
}
