using System.Collections.Concurrent;
using Sluice.Flow;
using Sluice.Flow.Intake.Ci;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>Which files of a head CI runs, by what base and head say: nothing is known of either that git does not hold.</summary>
public sealed class ScriptsOfCi(IGit git)
{
    private const int KeptBases = 20;
    private const int KeptHeads = 1000;

    private readonly ConcurrentDictionary<(long Repo, Sha Base), CiNames> _bases = new();
    private readonly ConcurrentDictionary<(long Repo, Sha Base, Sha Head), CiTouch> _touches = new();

    /// <summary>By where the head branched off: a base that moves on does not change what the head itself says.</summary>
    private readonly ConcurrentDictionary<(long Repo, Row<Sha> MergeBases, Sha Head), CiTouch> _heads = new();

    public async Task<CiTouch> In(Repository repo, Sha onto, Change change, CancellationToken stop)
    {
        if (_touches.TryGetValue((repo.Id, onto, change.Head), out var known))
        {
            return known;
        }

        if (!_bases.TryGetValue((repo.Id, onto), out var names))
        {
            Trim(_bases, KeptBases);
            names = _bases[(repo.Id, onto)] = await Names(repo, onto, stop);
        }

        if (!_heads.TryGetValue((repo.Id, change.MergeBases, change.Head), out var own))
        {
            // Only what it comes to is kept of a head: a stranger wrote it, and it may be large.
            Trim(_heads, KeptHeads);
            own = _heads[(repo.Id, change.MergeBases, change.Head)] = CiTouch.Of(change, await Names(repo, change.Head, stop));
        }

        Trim(_touches, KeptHeads);
        return _touches[(repo.Id, onto, change.Head)] = CiTouch.Of(change, names).Or(own);
    }

    private async Task<CiNames> Names(Repository repo, Sha commit, CancellationToken stop)
    {
        if (await git.Paths(repo, commit, stop) is not { } paths)
        {
            return CiNames.Everything;
        }

        var reading = CiReading.Begin(paths);
        while (reading.Wanted is [var next, ..])
        {
            reading = reading.Take(next, await Text(repo, commit, next, stop));
        }

        return reading.Names;
    }

    private async Task<string?> Text(Repository repo, Sha commit, string path, CancellationToken stop)
    {
        try
        {
            return await git.File(repo, commit, path, stop) ?? "";
        }
        catch (FileTooLargeException)
        {
            return null;
        }
    }

    private static void Trim<TKey, TValue>(ConcurrentDictionary<TKey, TValue> known, int most)
        where TKey : notnull
    {
        if (known.Count >= most)
        {
            known.Clear();
        }
    }
}
