using Dapper;
using Npgsql;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Store;

/// <summary>The read model: folding facts in, and reading them by key, by parent and by life.</summary>
internal sealed class FactTable(NpgsqlDataSource database, TimeProvider time)
{
    // One statement: one journey and one commit. The rows come sorted, so that two writers never wait for each other in a circle.
    private const string Receiving = """
        with delivery as (
            insert into deliveries (id, at) select @Delivery, @At where @Delivery is not null
            on conflict do nothing returning id),
        folded as (
            insert into facts as old (repo, kind, parent, key, stamp, alive, news, body)
            select repo, kind, parent, key, stamp, alive, true, body::jsonb
            from unnest(@Repos, @Kinds, @Parents, @Keys, @Stamps, @Alive, @Bodies) as given (repo, kind, parent, key, stamp, alive, body)
            where @Delivery is null or exists (select from delivery)
            on conflict (repo, kind, parent, key) do update
            set stamp = excluded.stamp, alive = excluded.alive, body = excluded.body, news = old.body <> excluded.body
            where excluded.stamp > old.stamp or (excluded.stamp = old.stamp and excluded.body <> old.body)
            returning repo, kind, parent, key, news)
        select 0::bigint as repo, null::text as kind, null::text as parent, null::text as name from delivery
        union all
        select repo, kind, parent, key as name from folded where news
        """;

    public async Task<IReadOnlyList<Fact>?> Receive(string? delivery, IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        var rows = Sorted(facts);
        if (rows.Count == 0 && delivery is null)
        {
            return [];
        }

        await using var connection = await database.OpenConnectionAsync(stop);
        var news = (await connection.QueryAsync<Key>(new(
            Receiving,
            new
            {
                Delivery = delivery is null ? null : StoredJson.Clean(delivery),
                At = time.GetUtcNow(),
                Repos = Column(rows, row => row.Key.Repo),
                Kinds = Column(rows, row => row.Key.Kind),
                Parents = Column(rows, row => row.Key.Parent),
                Keys = Column(rows, row => row.Key.Name),
                Stamps = Column(rows, row => row.Value.Stamp),
                Alive = Column(rows, row => row.Value.IsAlive),
                Bodies = Column(rows, row => StoredJson.Write(row.Value, row.Value.GetType())),
            },
            cancellationToken: stop))).ToHashSet();
        return delivery is not null && !news.Remove(default) ? null : [.. rows.Where(row => news.Contains(row.Key)).Select(row => row.Value)];
    }

    public async Task<TFact?> Find<TFact>(long repo, string parent, string key, CancellationToken stop) where TFact : Fact
    {
        const string sql = "select repo, stamp, body::text from facts where repo = @repo and kind = @kind and parent = @parent and key = @key";
        return (await Read<TFact>(sql, new { repo, kind = Kind<TFact>(), parent = StoredJson.Clean(parent), key = StoredJson.Clean(key) }, stop)).SingleOrDefault();
    }

    public Task<IReadOnlyList<TFact>> Under<TFact>(long repo, string parent, CancellationToken stop) where TFact : Fact =>
        Read<TFact>(
            """select repo, stamp, body::text from facts where repo = @repo and kind = @kind and parent = @parent order by key collate "C" """,
            new { repo, kind = Kind<TFact>(), parent = StoredJson.Clean(parent) },
            stop);

    public Task<IReadOnlyList<TFact>> Alive<TFact>(long? repo, CancellationToken stop) where TFact : Fact =>
        Read<TFact>(
            $"""select repo, stamp, body::text from facts where kind = @kind and alive {(repo is null ? "" : "and repo = @repo ")}order by repo, parent collate "C", key collate "C" """,
            new { repo, kind = Kind<TFact>() },
            stop);

    /// <summary>Those of the named ones that are known, without a parent.</summary>
    public Task<IReadOnlyList<TFact>> Named<TFact>(long repo, IEnumerable<string> keys, CancellationToken stop) where TFact : Fact =>
        Read<TFact>(
            "select repo, stamp, body::text from facts where repo = @repo and kind = @kind and parent = '' and key = any(@keys) order by key",
            new { repo, kind = Kind<TFact>(), keys = keys.Select(StoredJson.Clean).ToArray() },
            stop);

    /// <summary>The open pulls whose head is a commit.</summary>
    public Task<IReadOnlyList<PullFact>> WithHead(long repo, string head, CancellationToken stop) =>
        Read<PullFact>(
            "select repo, stamp, body::text from facts where kind = 'pull' and alive and repo = @repo and body #>> '{pull,head}' = @head order by key",
            new { repo, head },
            stop);

    private async Task<IReadOnlyList<TFact>> Read<TFact>(string sql, object arguments, CancellationToken stop) where TFact : Fact
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var rows = await connection.QueryAsync<(long Repo, long Stamp, string Body)>(new(sql, arguments, cancellationToken: stop));
        return [.. rows.Select(row => (TFact)StoredJson.ReadFact(row.Body, typeof(TFact), row.Repo, row.Stamp))];
    }

    /// <summary>Of several facts with one key in a batch, only the newest counts.</summary>
    private static SortedList<Key, Fact> Sorted(IReadOnlyList<Fact> facts)
    {
        var rows = new SortedList<Key, Fact>(facts.Count);
        foreach (var fact in facts)
        {
            var key = new Key(fact.Repo, Words.Of(fact), StoredJson.Clean(fact.Parent), StoredJson.Clean(fact.Key));
            if (!rows.TryGetValue(key, out var other) || other.Stamp <= fact.Stamp)
            {
                rows[key] = fact;
            }
        }

        return rows;
    }

    private static T[] Column<T>(SortedList<Key, Fact> rows, Func<KeyValuePair<Key, Fact>, T> cell) => [.. rows.Select(cell)];

    private static string Kind<TFact>() => Words.Facts[typeof(TFact)];

    private readonly record struct Key(long Repo, string Kind, string Parent, string Name) : IComparable<Key>
    {
        public int CompareTo(Key other)
        {
            var byRepo = Repo.CompareTo(other.Repo);
            var byKind = byRepo != 0 ? byRepo : string.CompareOrdinal(Kind, other.Kind);
            var byParent = byKind != 0 ? byKind : string.CompareOrdinal(Parent, other.Parent);
            return byParent != 0 ? byParent : string.CompareOrdinal(Name, other.Name);
        }
    }
}
