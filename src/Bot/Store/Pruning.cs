using Dapper;
using Npgsql;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Store;

/// <summary>Forgets what nobody will ask for again: without it the books of a busy repository grow for ever.</summary>
internal sealed class Pruning(NpgsqlDataSource database)
{
    /// <summary>Longer than any build, canary or part lives, and than a pull waits for a check that was told before it.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);

    /// <summary>Many would hold their locks for long; the next sweep takes the next.</summary>
    private const int Most = 5000;

    private const string Deliveries = "delete from deliveries where at < @before";

    // What belongs to one build, canary or part, each stamped with the time of its making; what was advised on, and replayed for,
    // pulls that are closed; and checks on commits, and their signatures, that are no open pull's head.
    private const string Facts = """
        delete from facts where ctid = any(array(
            select old.ctid from facts old
            where old.stamp < @stamp
            and (old.kind in ('composition', 'landing_refused', 'landing_taken', 'rerun_refused', 'revert_refused', 'part', 'reading', 'head_moved', 'dispatch')
                or old.kind in ('advice', 'rehearsal') and not exists (
                    select from facts pull where pull.kind = 'pull' and pull.alive and pull.repo = old.repo and pull.key = old.parent)
                or old.kind in ('check', 'signature') and not exists (
                    select from facts pull where pull.kind = 'pull' and pull.alive and pull.repo = old.repo and pull.body #>> '{pull,head}' = old.parent))
            and not exists (select from facts lane where lane.kind = 'branch' and lane.repo = old.repo and lane.body ->> 'sha' = old.parent)
            limit @most))
        """;

    /// <param name="before">Deliveries that came earlier GitHub can no longer send again.</param>
    /// <returns>How many deliveries were forgotten.</returns>
    public async Task<int> Run(DateTimeOffset now, DateTimeOffset before, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await connection.ExecuteAsync(new(Facts, new { stamp = Stamps.Of(now - Kept), most = Most }, cancellationToken: stop));
        return await connection.ExecuteAsync(new(Deliveries, new { before = before.ToUniversalTime() }, cancellationToken: stop));
    }
}
