using Dapper;
using Npgsql;
using Sluice.Bot.Store;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Operating;

/// <summary>What operators look at, asked of the database; and what they did.</summary>
internal sealed class OperatorBooks(NpgsqlDataSource database, PostgresStore store, TimeProvider clock)
{
    private const int Most = 50;

    /// <summary>A turn that is due for so long, or runs for so long, is late.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    private const string States = """
        select repo,
               count(*) filter (where kind = 'pull' and jsonb_typeof(body -> 'admission') = 'object') as inline,
               count(*) filter (where kind = 'pull' and body #>> '{standing,state}' = 'Held') as held,
               coalesce(sum(jsonb_array_length(body -> 'builds')) filter (where kind = 'lane' and jsonb_typeof(body -> 'builds') = 'array'), 0)::bigint as builds,
               count(*) filter (where kind = 'lane' and body ->> 'halted' is not null) as halted,
               count(*) filter (where kind = 'lane' and jsonb_typeof(body -> 'pause') = 'object') as paused
        from ledgers where alive group by repo
        """;

    private const string Open = """
        select repo, subject, coalesce(body -> 'breakers', '[]')::text as breakers, body ->> 'ci' as ci
        from ledgers
        where (kind = 'environment' and jsonb_typeof(body -> 'breakers') = 'array' and jsonb_array_length(body -> 'breakers') > 0) or (kind = 'lane' and jsonb_typeof(body -> 'ci') = 'object')
        order by subject
        """;

    // Quartz writes its times as ticks since year one.
    private const string Trouble = """
        select job_name as subject, coalesce(retry_attempt, 0)::bigint as attempts, next_fire_time as due, 'fails' as what from qrtz_triggers where job_group = 'turn' and coalesce(retry_attempt, 0) > 0
        union all
        select job_name, 0, next_fire_time, case trigger_state when 'ERROR' then 'dead' else 'late' end from qrtz_triggers
        where job_group = 'turn' and coalesce(retry_attempt, 0) = 0 and (trigger_state = 'ERROR' or (trigger_state in ('WAITING', 'BLOCKED') and next_fire_time < @late))
        union all
        select job_name, 0, fired_time, 'runs' from qrtz_fired_triggers where job_group = 'turn' and state = 'EXECUTING' and fired_time < @late
        order by 4, 3 limit @Most
        """;

    public async Task<OperatorView> Read(bool standsStill, IReadOnlyList<RateReading> rates, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var repositories = (await store.Alive<RepositoryFact>(null, stop))
            .OrderBy(fact => fact.Repository.FullName, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var names = repositories.ToDictionary(fact => fact.Repo, fact => fact.Repository.FullName);
        await using var connection = await database.OpenConnectionAsync(stop);
        var states = (await connection.QueryAsync<RepositoryState>(new(States, cancellationToken: stop))).ToDictionary(state => state.Repo);
        var open = (await connection.QueryAsync<OpenRow>(new(Open, cancellationToken: stop)))
            .Where(row => names.ContainsKey(row.Repo))
            .Select(row => (names[row.Repo], row.Subject));
        var trouble = await connection.QueryAsync<TroubleRow>(
            new(Trouble, new { late = (now - Late).UtcTicks, Most }, cancellationToken: stop)
        );
        var deliveries = await connection.QuerySingleAsync<(long Count, DateTimeOffset? Last)>(
            new(
                "select count(*) filter (where at > @hour), max(at) from deliveries",
                new { hour = now.AddHours(-1) },
                cancellationToken: stop
            )
        );
        var acts = await connection.QueryAsync<(DateTimeOffset At, string Login, string Act, string About)>(
            new("select at, login, act, about from operations order by seq desc limit @Most", new { Most }, cancellationToken: stop)
        );
        return new(
            now,
            standsStill,
            [
                .. repositories.Select(fact =>
                    (fact.Repository.FullName, states.GetValueOrDefault(fact.Repo) ?? new RepositoryState(fact.Repo, 0, 0, 0, 0, 0))
                ),
            ],
            [.. open],
            [
                .. trouble.Select(row => new TurnTrouble(
                    row.Subject,
                    row.What,
                    (int)row.Attempts,
                    row.Due is > 0 ? new DateTimeOffset(row.Due.Value, TimeSpan.Zero) : null
                )),
            ],
            deliveries.Count,
            deliveries.Last,
            rates,
            [.. acts.Select(row => new OperatorAct(row.At, row.Login, row.Act, row.About))]
        );
    }

    /// <summary>Whether there is a subject of this key.</summary>
    public async Task<bool> Knows(string subject, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<bool>(
            new("select exists (select 1 from ledgers where subject = @subject)", new { subject }, cancellationToken: stop)
        );
    }

    public async Task Note(string login, string act, string about, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await connection.ExecuteAsync(
            new(
                "insert into operations (at, login, act, about) values (@at, @login, @act, @about)",
                new
                {
                    at = clock.GetUtcNow(),
                    login,
                    act,
                    about,
                },
                cancellationToken: stop
            )
        );
    }

    private sealed record OpenRow(long Repo, string Subject, string Breakers, string? Ci);

    private sealed record TroubleRow(string Subject, long Attempts, long? Due, string What);
}
