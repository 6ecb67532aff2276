using Dapper;
using Npgsql;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Store;

/// <summary>Folding facts into the read model, those of many deliveries in one transaction.</summary>
/// <param name="door">For deliveries.</param>
internal sealed class Receiving(NpgsqlDataSource database, NpgsqlDataSource door, TimeProvider time)
{
    // PullFact.Over, where the two meet; only pulls have a head.
    private const string Kept = """
        case when old.stamp = excluded.stamp
                  and (old.head <> excluded.head or (old.body ->> 'word' = 'Contested' and excluded.body ->> 'word' is distinct from 'Asked'))
             then excluded.body || jsonb_build_object('word', 'Contested')
             else excluded.body end
        """;

    // One statement: one journey and one commit for all. The rows come sorted, so that two writers never wait for each other in a circle.
    private const string Sql = $"""
        with delivery as (
            insert into deliveries (id, at) select id, @At from unnest(@Deliveries) as given (id) order by id
            on conflict do nothing returning id),
        newest as (
            select distinct on (repo, kind, parent, key) repo, kind, parent, key, stamp, alive, body
            from unnest(@Repos, @Kinds, @Parents, @Keys, @Stamps, @Alive, @Bodies, @Told) with ordinality as given (repo, kind, parent, key, stamp, alive, body, told, n)
            where told is null or told in (select id from delivery)
            order by repo, kind, parent, key, stamp desc, n desc),
        folded as (
            insert into facts as old (repo, kind, parent, key, stamp, alive, news, body)
            select repo, kind, parent, key, stamp, alive, true, body::jsonb from newest order by repo, kind, parent, key
            on conflict (repo, kind, parent, key) do update
            set stamp = excluded.stamp, alive = excluded.alive, body = {Kept}, news = old.body <> {Kept}
            where excluded.stamp > old.stamp or (excluded.stamp = old.stamp and excluded.body <> old.body)
            returning repo, kind, parent, key, news)
        select 0::bigint as repo, null::text as kind, null::text as parent, id as name from delivery
        union all
        select repo, kind, parent, key as name from folded where news
        """;

    /// <returns>For each delivery what was news of it; null: it was stored before.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<Fact>?>> Receive(IReadOnlyList<Delivery> deliveries, CancellationToken stop)
    {
        var ids = deliveries.Select(delivery => StoredJson.Clean(delivery.Id)).ToList();
        var first = ids.Index().DistinctBy(one => one.Item).Select(one => one.Index).ToList();
        var cells = first.SelectMany(n => deliveries[n].Facts.Select(fact => new Cell(Key.Of(fact), fact, ids[n], n))).ToList();
        var answers = await Write(door, [.. first.Select(n => ids[n])], cells, stop);
        var isNew = answers.Where(answer => answer.Kind is null).Select(answer => answer.Name).ToHashSet();
        var told = first.Where(n => isNew.Contains(ids[n])).ToHashSet();
        var news = Newest(cells.Where(cell => told.Contains(cell.Delivery)), answers).ToLookup(cell => cell.Delivery, cell => cell.Fact);
        return [.. ids.Select((_, n) => told.Contains(n) ? (IReadOnlyList<Fact>?)[.. news[n]] : null)];
    }

    /// <returns>What was news.</returns>
    public async Task<IReadOnlyList<Fact>> Fold(IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        if (facts.Count == 0)
        {
            return [];
        }

        var cells = facts.Select(fact => new Cell(Key.Of(fact), fact, null, 0)).ToList();
        return [.. Newest(cells, await Write(database, [], cells, stop)).Select(cell => cell.Fact)];
    }

    private async Task<IReadOnlyCollection<Key>> Write(
        NpgsqlDataSource through,
        string[] deliveries,
        List<Cell> cells,
        CancellationToken stop
    )
    {
        cells = Contested(cells);
        await using var connection = await through.OpenConnectionAsync(stop);
        return
        [
            .. await connection.QueryAsync<Key>(
                new(
                    Sql,
                    new
                    {
                        Deliveries = deliveries,
                        At = time.GetUtcNow(),
                        Repos = Column(cells, cell => cell.Key.Repo),
                        Kinds = Column(cells, cell => cell.Key.Kind),
                        Parents = Column(cells, cell => cell.Key.Parent),
                        Keys = Column(cells, cell => cell.Key.Name),
                        Stamps = Column(cells, cell => cell.Fact.Stamp),
                        Alive = Column(cells, cell => cell.Fact.IsAlive),
                        Bodies = Column(cells, cell => StoredJson.Write(cell.Fact, cell.Fact.GetType())),
                        Told = Column(cells, cell => cell.Told),
                    },
                    cancellationToken: stop
                )
            ),
        ];
    }

    /// <summary>Of several facts with one key only one meets what is stored: that they differ is seen here.</summary>
    private static List<Cell> Contested(List<Cell> cells)
    {
        var heads = new Dictionary<(Key Key, long Stamp), Sha>();
        var contested = new HashSet<(Key Key, long Stamp)>();
        foreach (var cell in cells)
        {
            if (
                cell.Fact is PullFact { Pull.Head: var head }
                && !heads.TryAdd((cell.Key, cell.Fact.Stamp), head)
                && heads[(cell.Key, cell.Fact.Stamp)] != head
            )
            {
                contested.Add((cell.Key, cell.Fact.Stamp));
            }
        }

        return contested.Count == 0
            ? cells
            :
            [
                .. cells.Select(cell =>
                    cell.Fact is PullFact pull && contested.Contains((cell.Key, pull.Stamp))
                        ? cell with
                        {
                            Fact = pull with { Word = HeadWord.Contested },
                        }
                        : cell
                ),
            ];
    }

    /// <summary>Of several facts with one key only the newest counted; of one age, the last.</summary>
    private static List<Cell> Newest(IEnumerable<Cell> cells, IReadOnlyCollection<Key> answers)
    {
        var news = answers.ToHashSet();
        var newest = new Dictionary<Key, Cell>();
        foreach (var cell in cells.Where(cell => news.Contains(cell.Key)))
        {
            if (!newest.TryGetValue(cell.Key, out var other) || other.Fact.Stamp <= cell.Fact.Stamp)
            {
                newest[cell.Key] = cell;
            }
        }

        return [.. newest.Values];
    }

    private static T[] Column<T>(List<Cell> cells, Func<Cell, T> of)
    {
        var column = new T[cells.Count];
        for (var n = 0; n < column.Length; n++)
        {
            column[n] = of(cells[n]);
        }

        return column;
    }

    private readonly record struct Cell(Key Key, Fact Fact, string? Told, int Delivery);

    private readonly record struct Key(long Repo, string? Kind, string? Parent, string Name)
    {
        public static Key Of(Fact fact) => new(fact.Repo, Words.Of(fact), StoredJson.Clean(fact.Parent), StoredJson.Clean(fact.Key));
    }
}
