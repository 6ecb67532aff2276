using System.Collections.Concurrent;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>
/// What the heads in a lane touch, compared with its base. Each is asked of git once; a lane that fills at once is read over several looks.
/// </summary>
/// <param name="kept">Heads and paths that are held at once: ten thousand pulls that touch thirty files each, or fewer that touch
/// more.</param>
public sealed class PathsOfPulls(IGit git, int kept = 300_000)
{
    /// <summary>Paths of one pull: one that touches more touches nearly everything.</summary>
    public const int Most = 300;

    /// <summary>Heads that one look asks git for.</summary>
    private const int AtOnce = 32;

    private readonly ConcurrentDictionary<(long Repo, string Base, Sha Head), Row<string>> _known = new();
    private int _held;

    /// <summary>Heads and paths that are held now.</summary>
    public int Held => _held;

    /// <param name="lane">The base branch.</param>
    /// <param name="onto">Where it stands.</param>
    /// <returns>Of each head that is known by now.</returns>
    public async Task<IReadOnlyDictionary<Sha, Row<string>>> Of(
        Repository repo,
        string lane,
        Sha onto,
        IEnumerable<Sha> heads,
        CancellationToken stop
    )
    {
        var found = new Dictionary<Sha, Row<string>>();
        var asked = 0;
        foreach (var head in heads)
        {
            if (!_known.TryGetValue((repo.Id, lane, head), out var paths))
            {
                if (asked == AtOnce || !await git.Has(repo, head, stop))
                {
                    continue;
                }

                asked++;
                paths = (await git.Change(repo, onto, head, stop))
                    .Files.SelectMany(file => file.Paths)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Take(Most)
                    .ToRow();
                Keep((repo.Id, lane, head), paths);
            }

            found[head] = paths;
        }

        return found;
    }

    private void Keep((long Repo, string Base, Sha Head) of, Row<string> paths)
    {
        if (Interlocked.Add(ref _held, 1 + paths.Count) > kept)
        {
            _known.Clear();
            Interlocked.Exchange(ref _held, 1 + paths.Count);
        }

        _known[of] = paths;
    }
}
