using Dapper;
using Npgsql;
using Sluice.Bot.Operating;
using Sluice.Bot.Store;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Telemetry;

/// <summary>How the queues stand, asked of the database when somebody scrapes. Private repositories are added up under one name.</summary>
internal sealed class QueueGauges(NpgsqlDataSource database, PostgresStore store, TimeProvider clock)
{
    private const string Hidden = "(private)";

    private const string Entries = """
        select repo, coalesce(body #>> '{admission,base}', '') as onto, coalesce(body #>> '{standing,state}', '') as state, count(*) as entries,
               min((body #>> '{admission,since}')::timestamptz) as since
        from ledgers where kind = 'pull' and alive and jsonb_typeof(body -> 'admission') = 'object' group by 1, 2, 3
        """;

    private const string Lanes = """
        select repo, substr(subject, length('lane//' || repo::text) + 1) as onto, case jsonb_typeof(body -> 'builds') when 'array' then jsonb_array_length(body -> 'builds') else 0 end as builds,
               body ->> 'halted' is not null as halted, jsonb_typeof(body -> 'pause') = 'object' as paused
        from ledgers where kind = 'lane' and alive
        """;

    public async Task<IReadOnlyList<Family>> Read(CancellationToken stop)
    {
        try
        {
            var names = (await store.Alive<RepositoryFact>(null, stop)).ToDictionary(
                fact => fact.Repo,
                fact => fact.Repository.Private ? Hidden : fact.Repository.FullName
            );
            await using var connection = await database.OpenConnectionAsync(stop);
            var rows = await connection.QueryAsync<(long Repo, string Onto, string State, long Entries, DateTimeOffset? Since)>(
                new(Entries, cancellationToken: stop)
            );
            var entries = rows.Select(row => new Entry(row.Repo, row.Onto, row.State, row.Entries, row.Since)).ToList();
            var lanes = (await connection.QueryAsync<Lane>(new(Lanes, cancellationToken: stop))).ToList();
            var size = await connection.ExecuteScalarAsync<long>(
                new("select pg_database_size(current_database())", cancellationToken: stop)
            );
            var still = Family.Gauge(
                "sluice_stands_still",
                "1: an operator stopped everything.",
                Sample.Of(await Standstill.Holds(connection, stop) ? 1 : 0)
            );
            return
            [
                .. Families(names, entries, lanes),
                still,
                Up(1),
                Family.Gauge("sluice_database_size_bytes", "Size of the database.", Sample.Of(size)),
            ];
        }
        catch (NpgsqlException)
        {
            return [Up(0)]; // said by this very number
        }
    }

    private IEnumerable<Family> Families(Dictionary<long, string> names, List<Entry> entries, List<Lane> lanes)
    {
        var now = clock.GetUtcNow();
        (string Name, string Value)[] At(long repo, string onto) =>
            names.GetValueOrDefault(repo, Hidden) is var name && name == Hidden
                ? [("repository", Hidden), ("base", "")]
                : [("repository", name), ("base", onto)];
        Sample[] Sum(IEnumerable<(string Key, Sample Sample)> samples, Func<IEnumerable<double>, double> together) =>
            [
                .. samples
                    .GroupBy(each => each.Key)
                    .OrderBy(each => each.Key, StringComparer.Ordinal)
                    .Select(each => Sample.Of(together(each.Select(one => one.Sample.Value)), each.First().Sample.Labels)),
            ];
        (string, Sample) Of(double value, params (string Name, string Value)[] labels) =>
            (string.Join('\n', labels.Select(label => label.Value)), Sample.Of(value, labels));

        yield return Family.Gauge(
            "sluice_queue_entries",
            "Pull requests in line, by state.",
            Sum(
                entries.Select(each => Of(each.Entries, [.. At(each.Repo, each.Onto), ("state", each.State.ToLowerInvariant())])),
                values => values.Sum()
            )
        );
        yield return Family.Gauge(
            "sluice_queue_oldest_seconds",
            "How long the pull request that has been in line for longest has been.",
            Sum(
                entries
                    .Where(each => each.Since is not null)
                    .Select(each => Of((now - each.Since!.Value).TotalSeconds, At(each.Repo, each.Onto))),
                values => values.Max()
            )
        );
        yield return Family.Gauge(
            "sluice_builds_in_flight",
            "Candidates that are being built.",
            Sum(lanes.Select(each => Of(each.Builds, At(each.Repo, each.Onto))), values => values.Sum())
        );
        yield return Family.Gauge(
            "sluice_lane_halted",
            "1: the lane stands still until somebody looks.",
            Sum(lanes.Select(each => Of(each.Halted ? 1 : 0, At(each.Repo, each.Onto))), values => values.Max())
        );
        yield return Family.Gauge(
            "sluice_lane_paused",
            "1: somebody paused the lane.",
            Sum(lanes.Select(each => Of(each.Paused == true ? 1 : 0, At(each.Repo, each.Onto))), values => values.Max())
        );
    }

    private static Family Up(int up) => Family.Gauge("sluice_database_up", "1: the database answers.", Sample.Of(up));

    private sealed record Entry(long Repo, string Onto, string State, long Entries, DateTimeOffset? Since);

    private sealed record Lane(long Repo, string Onto, int Builds, bool Halted, bool? Paused);
}
