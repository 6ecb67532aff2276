using Dapper;
using Npgsql;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Store;

/// <summary>Forgets what nobody will ask for again: without it the books of a busy repository grow for ever.</summary>
internal sealed class Pruning(NpgsqlDataSource database)
{
    /// <summary>Longer than any build, canary or part lives, and than a pull waits for a check that was told before it.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);

    /// <summary>Many in one statement would hold their locks for long.</summary>
    private const int Most = 5000;

    private const string Deliveries = "delete from deliveries where at < @before";

    // Whoever tells of one of them right now takes them in another order: it is passed over, for it is old no more.
    // What belongs to one build, canary or part, each stamped with the time of its making; what was advised on, and replayed for,
    // pulls that are closed; deployments that are over or replaced; reverts that are closed and that no canary waits for; and checks on
    // commits, and their signatures, that are no open pull's head.
    private const string Facts = """
        delete from facts where ctid = any(array(
            select old.ctid from facts old
            where old.stamp < @stamp
            and (old.kind in ('composition', 'landing_refused', 'landing_taken', 'rerun_refused', 'revert_refused', 'part', 'reading', 'head_moved', 'dispatch')
                or old.kind = 'deployment' and (old.body #>> '{deployment,state}' in ('Failure', 'Error', 'Inactive') or exists (
                    select from facts later where later.kind = 'deployment' and later.repo = old.repo and later.parent = old.parent and later.stamp > old.stamp
                    and later.body #>> '{deployment,creator}' is not distinct from old.body #>> '{deployment,creator}' and later.body #>> '{deployment,state}' = 'Success'))
                or old.kind = 'revert' and not exists (
                    select from facts pull where pull.kind = 'pull' and pull.alive and pull.repo = old.repo and pull.key = old.key)
                    and not exists (
                    select from ledgers waiting where waiting.kind = 'environment' and waiting.alive and waiting.repo = old.repo
                    and old.body ->> 'canary' in (waiting.body #>> '{canary,id}', waiting.body #>> '{case,id}'))
                or old.kind in ('advice', 'rehearsal') and not exists (
                    select from facts pull where pull.kind = 'pull' and pull.alive and pull.repo = old.repo and pull.key = old.parent)
                or old.kind in ('check', 'signature') and not exists (
                    select from facts pull where pull.kind = 'pull' and pull.alive and pull.repo = old.repo and pull.head = old.parent))
            and not exists (select from facts lane where lane.kind = 'branch' and lane.repo = old.repo and lane.body ->> 'sha' = old.parent)
            limit @most for update of old skip locked))
        """;

    /// <param name="before">Deliveries that came earlier GitHub can no longer send again.</param>
    /// <returns>How many deliveries were forgotten.</returns>
    public async Task<int> Run(DateTimeOffset now, DateTimeOffset before, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        while (
            await connection.ExecuteAsync(new(Facts, new { stamp = Stamps.Of(now - Kept), most = Most }, cancellationToken: stop)) == Most
        )
        {
            stop.ThrowIfCancellationRequested();
        }

        return await connection.ExecuteAsync(new(Deliveries, new { before = before.ToUniversalTime() }, cancellationToken: stop));
    }
}
