using System.Collections.Concurrent;
using Sluice.Bot.Store;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns;

namespace Sluice.Bot.Api;

/// <summary>
/// The ledgers of a repository's pulls for whoever looks at all of them: each is read again only when its version is another, so that a
/// page need not read a thousand for one that changed. What is told is what the database says at that moment.
/// </summary>
internal sealed class PullBooks
{
    /// <summary>Ledgers of all repositories together, of three kilobytes each.</summary>
    private const int Most = 10_000;

    private readonly PostgresStore _store;
    private readonly ConcurrentDictionary<long, Held> _held = new();

    public PullBooks(PostgresStore store, int most = Most) => (_store, Room) = (store, new(most, repo => _held.TryRemove(repo, out _)));

    public Room<long> Room { get; }

    /// <summary>In the order of their keys.</summary>
    public async Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Of(long repo, PullsOf which, CancellationToken stop)
    {
        var versions = await _store.Versions(repo, which, stop);
        var held = _held.GetValueOrDefault(repo, Held.Nothing);
        var news = versions.Where(each => held.Find(each.Subject)?.Version != each.Version).Select(each => each.Subject).ToArray();
        var read =
            news.Length == 0
                ? []
                : (await _store.Bodies(news, stop)).ToDictionary(row => row.Subject, row => new Versioned(row.Version, row.Ledger));
        var told = new Dictionary<string, Versioned>();
        foreach (var (subject, _) in versions)
        {
            if ((read.GetValueOrDefault(subject) ?? held.Find(subject)) is { } ledger)
            {
                told[subject] = ledger;
            }
        }

        // Two readers at once each make their own: neither's is changed once it is held.
        _held[repo] = held = which == PullsOf.Alive ? held with { Alive = told } : held with { InReview = told };
        Room.Keep(repo, held.Count);
        return
        [
            .. told.OrderBy(each => each.Key, StringComparer.Ordinal)
                .Select(each => KeyValuePair.Create((PullSubject)Subject.Parse(each.Key), each.Value.Ledger)),
        ];
    }

    private sealed record Versioned(long Version, PullLedger Ledger);

    private sealed record Held(Dictionary<string, Versioned> Alive, Dictionary<string, Versioned> InReview)
    {
        public static Held Nothing { get; } = new([], []);

        /// <summary>Most of those in review are alive, and are held once.</summary>
        public int Count => Alive.Count + InReview.Count(each => !ReferenceEquals(each.Value, Alive.GetValueOrDefault(each.Key)));

        /// <summary>The newer one; null: none is held.</summary>
        public Versioned? Find(string subject) =>
            (Alive.GetValueOrDefault(subject), InReview.GetValueOrDefault(subject)) switch
            {
                ({ } alive, { } inReview) => alive.Version >= inReview.Version ? alive : inReview,
                var (alive, inReview) => alive ?? inReview,
            };
    }
}
