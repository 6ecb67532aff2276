using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;
using Sluice.Flow;
using Sluice.Flow.Flows;
using Sluice.Flow.Release.Files;

namespace Sluice.Bot.Store;

/// <summary>
/// What the measures of a repository's flow are taken of: the journal without its words, and when pull requests were opened.
/// </summary>
internal sealed class FlowTable(NpgsqlDataSource database)
{
    private const string Lines = """
        select seq, subject, at, kind, pulls, data ->> 'code', data #>> '{origin,class}', data #>> '{origin,agent}', data #>> '{risk,band}', data ->> 'Ending', data -> 'checks',
               case when subject like 'lane/%' then (data ->> 'seconds')::float8 end, data #>> '{origin,model}'
        from journal where repo = @repo and seq > @after and at >= @since and kind <> @receipts order by seq
        """;

    private const string Pulls = """
        select key, body #>> '{pull,author,login}', created from facts
        where repo = @repo and kind = 'pull' and created >= @since order by created
        """;

    /// <summary>After a sequence number, from a time on; ascending.</summary>
    public async Task<IReadOnlyList<(long Seq, Happening Line)>> Happenings(
        long repo,
        long after,
        DateTimeOffset since,
        CancellationToken stop
    )
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var reader = await connection.ExecuteReaderAsync(
            new(
                Lines,
                new
                {
                    repo,
                    after,
                    since = since.ToUniversalTime(),
                    receipts = Receipts.Kind,
                },
                cancellationToken: stop
            )
        );
        var lines = new List<(long, Happening)>();
        while (await reader.ReadAsync(stop))
        {
            lines.Add((reader.GetInt64(0), await Line(reader, stop)));
        }

        return lines;
    }

    /// <summary>Pull requests that were opened at a time or later, as GitHub says; ascending.</summary>
    public async Task<IReadOnlyList<Opened>> Opened(long repo, DateTimeOffset since, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var rows = await connection.QueryAsync<(string Key, string? Author, string Created)>(
            new(
                Pulls,
                new { repo, since = since.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) },
                cancellationToken: stop
            )
        );
        return
        [
            .. rows.Select(row => new Opened(
                int.Parse(row.Key, CultureInfo.InvariantCulture),
                row.Author ?? "",
                DateTimeOffset.Parse(row.Created, CultureInfo.InvariantCulture)
            )),
        ];
    }

    private static async Task<Happening> Line(DbDataReader reader, CancellationToken stop) =>
        new(
            await reader.GetFieldValueAsync<DateTimeOffset>(2, stop),
            reader.GetString(1)[0] switch
            {
                'p' => Teller.Pull,
                'l' => Teller.Lane,
                _ => Teller.Environment,
            },
            string.Intern(reader.GetString(3)),
            (await reader.GetFieldValueAsync<int[]>(4, stop)).ToRow()
        )
        {
            Code = Word(reader, 5),
            Origin = Word(reader, 6),
            Agent = Word(reader, 7),
            Model = Word(reader, 12),
            Band = Word(reader, 8),
            Ending = Word(reader, 9),
            Ran = await reader.IsDBNullAsync(11, stop) ? null : reader.GetDouble(11),
            Checks =
                await reader.IsDBNullAsync(10, stop) || reader.GetString(1)[0] != 'l'
                    ? []
                    : JsonSerializer.Deserialize<CheckRan[]>(reader.GetString(10), JsonSerializerOptions.Web)!.ToRow(),
        };

    /// <summary>There are few of each, and many lines.</summary>
    private static string? Word(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : string.Intern(reader.GetString(column));
}
