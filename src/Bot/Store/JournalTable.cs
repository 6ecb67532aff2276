using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Dapper;
using Npgsql;
using Sluice.Flow;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Store;

/// <summary>The append-only story.</summary>
internal sealed class JournalTable(NpgsqlDataSource database)
{
    /// <summary>Keeps a repository's turn at the journal apart from every other advisory lock.</summary>
    private const long Lock = 0x51_07_1C_E0_00_00_00_00;

    // A sequence counts in the order of asking, a reader sees in the order of committing. Writers of one repository therefore
    // wait for each other until commit, or else a reader whose cursor passed a late line would never see it.
    private const string Appending = """
        insert into journal (repo, subject, at, kind, says, pulls, data) values (@Repo, @Key, @At, @Kind, @Says, @Pulls, @Data::jsonb)
        """;

    private const string Columns = "seq, subject, at, kind, says, pulls, data::text";

    public static async Task Append(
        NpgsqlTransaction transaction,
        Subject subject,
        Row<JournalLine> lines,
        DateTimeOffset at,
        CancellationToken stop
    )
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(
            new("select pg_advisory_xact_lock(@Turn)", new { Turn = Lock ^ subject.Repo }, transaction, cancellationToken: stop)
        );
        await connection.ExecuteAsync(
            new(
                Appending,
                lines.Select(line => new
                {
                    subject.Repo,
                    subject.Key,
                    At = at.ToUniversalTime(),
                    line.Kind,
                    Says = StoredJson.Clean(line.Says),
                    Pulls = line.Pulls.ToArray(),
                    line.Data,
                }),
                transaction,
                cancellationToken: stop
            )
        );
    }

    public Task<IReadOnlyList<JournalRow>> After(long repo, string kind, long after, CancellationToken stop) =>
        Read(
            $"select {Columns} from journal where repo = @repo and kind = @kind and seq > @after order by seq",
            new
            {
                repo,
                kind,
                after,
            },
            stop
        );

    /// <summary>At most so many, the oldest first, receipts left out.</summary>
    public Task<IReadOnlyList<JournalRow>> After(long repo, long after, int most, CancellationToken stop) =>
        Read(
            $"select {Columns} from journal where repo = @repo and kind <> @receipt and seq > @after order by seq limit @most",
            new
            {
                repo,
                after,
                most,
                receipt = Receipts.Kind,
            },
            stop
        );

    /// <summary>The newest line of a time before; 0: there is none.</summary>
    public async Task<long> Newest(long repo, DateTimeOffset before, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<long?>(
                new(
                    "select max(seq) from journal where repo = @repo and at < @before",
                    new { repo, before = before.ToUniversalTime() },
                    cancellationToken: stop
                )
            ) ?? 0;
    }

    public Task<IReadOnlyList<JournalRow>> After(long repo, string[] kinds, long after, CancellationToken stop) =>
        Read(
            $"select {Columns} from journal where repo = @repo and kind = any(@kinds) and seq > @after order by seq",
            new
            {
                repo,
                kinds,
                after,
            },
            stop
        );

    /// <summary>Up to where a channel of a repository was told; null: it never was.</summary>
    public async Task<long?> Notified(long repo, string channel, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<long?>(
            new("select seq from notified where repo = @repo and channel = @channel", new { repo, channel }, cancellationToken: stop)
        );
    }

    /// <summary>What was told once stays told: it never goes back.</summary>
    public async Task Notified(long repo, string channel, long seq, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await connection.ExecuteAsync(
            new(
                "insert into notified (repo, channel, seq) values (@repo, @channel, @seq) on conflict (repo, channel) do update set seq = greatest(notified.seq, excluded.seq)",
                new
                {
                    repo,
                    channel,
                    seq,
                },
                cancellationToken: stop
            )
        );
    }

    public Task<IReadOnlyList<JournalRow>> Since(long repo, string kind, DateTimeOffset since, CancellationToken stop) =>
        Read(
            $"select {Columns} from journal where repo = @repo and kind = @kind and at >= @since order by seq",
            new
            {
                repo,
                kind,
                since = since.ToUniversalTime(),
            },
            stop
        );

    public Task<IReadOnlyList<JournalRow>> OfPull(long repo, int pull, CancellationToken stop) =>
        Read($"select {Columns} from journal where repo = @repo and pulls @> array[@pull] order by seq", new { repo, pull }, stop);

    /// <summary>What was told of some canaries, receipts left out.</summary>
    public Task<IReadOnlyList<JournalRow>> OfCanaries(long repo, string[] canaries, CancellationToken stop) =>
        Read(
            $"select {Columns} from journal where repo = @repo and kind <> @receipt and data ->> 'canary' = any(@canaries) order by seq",
            new
            {
                repo,
                canaries,
                receipt = Receipts.Kind,
            },
            stop
        );

    public async Task<long> Newest(long repo, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<long?>(
                new("select seq from journal where repo = @repo order by seq desc limit 1", new { repo }, cancellationToken: stop)
            ) ?? 0;
    }

    /// <summary>The newest receipt of a canary's verdict; null: none was acted on yet.</summary>
    public async Task<string?> Receipt(long repo, string canary, CancellationToken stop)
    {
        const string Newest =
            "select data ->> 'receipt' from journal where repo = @repo and kind = @kind and data ->> 'canary' = @canary order by seq desc limit 1";
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<string?>(
            new(
                Newest,
                new
                {
                    repo,
                    kind = Receipts.Kind,
                    canary,
                },
                cancellationToken: stop
            )
        );
    }

    private async Task<IReadOnlyList<JournalRow>> Read([ConstantExpected] string sql, object arguments, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var reader = await connection.ExecuteReaderAsync(new(sql, arguments, cancellationToken: stop));
        var rows = new List<JournalRow>();
        while (await reader.ReadAsync(stop))
        {
            rows.Add(await Row(reader, stop));
        }

        return rows;
    }

    private static async Task<JournalRow> Row(DbDataReader reader, CancellationToken stop) =>
        new(
            reader.GetInt64(0),
            reader.GetString(1),
            await reader.GetFieldValueAsync<DateTimeOffset>(2, stop),
            new JournalLine(
                reader.GetString(3),
                reader.GetString(4),
                (await reader.GetFieldValueAsync<int[]>(5, stop)).ToRow(),
                await reader.IsDBNullAsync(6, stop) ? null : reader.GetString(6)
            )
        );
}
