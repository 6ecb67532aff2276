using System.Diagnostics.CodeAnalysis;
using Dapper;
using Npgsql;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Store;

/// <summary>Reading the read model: by key, by parent and by life.</summary>
internal sealed class FactTable(NpgsqlDataSource database)
{
    public async Task<TFact?> Find<TFact>(long repo, string parent, string key, CancellationToken stop)
        where TFact : Fact
    {
        const string sql =
            "select repo, stamp, body::text from facts where repo = @repo and kind = @kind and parent = @parent and key = @key";
        return (
            await Read<TFact>(
                sql,
                new
                {
                    repo,
                    kind = Kind<TFact>(),
                    parent = StoredJson.Clean(parent),
                    key = StoredJson.Clean(key),
                },
                stop
            )
        ).SingleOrDefault();
    }

    public Task<IReadOnlyList<TFact>> Under<TFact>(long repo, string parent, CancellationToken stop)
        where TFact : Fact =>
        Read<TFact>(
            """select repo, stamp, body::text from facts where repo = @repo and kind = @kind and parent = @parent order by key collate "C" """,
            new
            {
                repo,
                kind = Kind<TFact>(),
                parent = StoredJson.Clean(parent),
            },
            stop
        );

    public Task<IReadOnlyList<TFact>> Alive<TFact>(long? repo, CancellationToken stop)
        where TFact : Fact =>
        repo is null
            ? Read<TFact>(
                """select repo, stamp, body::text from facts where kind = @kind and alive order by repo, parent collate "C", key collate "C" """,
                new { kind = Kind<TFact>() },
                stop
            )
            : Read<TFact>(
                """select repo, stamp, body::text from facts where kind = @kind and alive and repo = @repo order by repo, parent collate "C", key collate "C" """,
                new { repo, kind = Kind<TFact>() },
                stop
            );

    /// <summary>Those of the named ones that are known, without a parent.</summary>
    public Task<IReadOnlyList<TFact>> Named<TFact>(long repo, IEnumerable<string> keys, CancellationToken stop)
        where TFact : Fact =>
        Read<TFact>(
            "select repo, stamp, body::text from facts where repo = @repo and kind = @kind and parent = '' and key = any(@keys) order by key",
            new
            {
                repo,
                kind = Kind<TFact>(),
                keys = keys.Select(StoredJson.Clean).ToArray(),
            },
            stop
        );

    /// <summary>Without the rest of the pull, of which a page of hundreds has no need.</summary>
    public async Task<IReadOnlyList<(int Number, string Title, string Author)>> Titles(
        long repo,
        IEnumerable<int> numbers,
        CancellationToken stop
    )
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return
        [
            .. await connection.QueryAsync<(int, string, string)>(
                new(
                    "select (body #>> '{pull,number}')::int, coalesce(body #>> '{pull,title}', ''), coalesce(body #>> '{pull,author,login}', '') from facts where repo = @repo and kind = 'pull' and parent = '' and key = any(@keys)",
                    new { repo, keys = numbers.Select(number => Numbers.Key(number)).ToArray() },
                    cancellationToken: stop
                )
            ),
        ];
    }

    /// <summary>The open pulls whose head is one of several commits.</summary>
    public Task<IReadOnlyList<PullFact>> WithHeads(long repo, string[] heads, CancellationToken stop) =>
        Read<PullFact>(
            "select repo, stamp, body::text from facts where kind = 'pull' and alive and repo = @repo and head = any(@heads) order by key",
            new { repo, heads },
            stop
        );

    private async Task<IReadOnlyList<TFact>> Read<TFact>([ConstantExpected] string sql, object arguments, CancellationToken stop)
        where TFact : Fact
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var rows = await connection.QueryAsync<(long Repo, long Stamp, string Body)>(new(sql, arguments, cancellationToken: stop));
        return [.. rows.Select(row => (TFact)StoredJson.ReadFact(row.Body, typeof(TFact), row.Repo, row.Stamp))];
    }

    private static string Kind<TFact>() => Words.Facts[typeof(TFact)];
}
