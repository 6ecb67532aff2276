using System.Collections.Concurrent;
using Sluice.Bot.Store;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Api;

/// <summary>
/// The ledgers of a repository's pulls for whoever looks at all of them: each is read again only when its version is another, so that a page need not
/// read a thousand for one that changed. What is told is what the database says at that moment.
/// </summary>
internal sealed class PullBooks(PostgresStore store)
{
    private readonly ConcurrentDictionary<(long Repo, PullsOf Which), Dictionary<string, Versioned>> _held = new();

    /// <summary>In the order of their keys.</summary>
    public async Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Of(long repo, PullsOf which, CancellationToken stop)
    {
        var versions = await store.Versions(repo, which, stop);
        var held = _held.GetValueOrDefault((repo, which)) ?? [];
        var news = versions.Where(each => !held.TryGetValue(each.Subject, out var known) || known.Version != each.Version).Select(each => each.Subject).ToArray();
        var read = news.Length == 0 ? [] : (await store.Bodies(news, stop)).ToDictionary(row => row.Subject, row => new Versioned(row.Version, row.Ledger));
        // Two readers at once each make their own: neither's is changed once it is held.
        var next = versions.Where(each => read.ContainsKey(each.Subject) || held.ContainsKey(each.Subject)).ToDictionary(each => each.Subject, each => read.GetValueOrDefault(each.Subject) ?? held[each.Subject]);
        _held[(repo, which)] = next;
        return [.. next.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => KeyValuePair.Create((PullSubject)Subject.Parse(each.Key), each.Value.Ledger))];
    }

    private sealed record Versioned(long Version, PullLedger Ledger);
}
