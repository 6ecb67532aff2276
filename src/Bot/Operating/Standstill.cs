using Dapper;
using Npgsql;
using Quartz;

namespace Sluice.Bot.Operating;

/// <summary>
/// Everything stands still: no turn begins on any replica, and the sweep only reads, so that nothing is written to GitHub. Webhooks are
/// taken in, and what they ring waits; it is all heard at the end.
/// </summary>
internal sealed class Standstill(ISchedulerFactory schedulers)
{
    /// <summary>The groups of the triggers that begin turns; with the last one the engine takes a killed process's turns again.</summary>
    private static readonly string[] Groups = ["ring", "alarm", SchedulerConstants.DefaultRecoveryGroup];

    /// <summary>
    /// Both stopped and let go on as the last: what a kill cut off half way is no stop, and what it left of one still is.
    /// </summary>
    private static readonly string Last = Groups[^1];

    public const string TurnsAreTaken = "are taken";

    /// <summary>How <c>/readyz</c> and the doctor tell it.</summary>
    public const string TurnsStandStill = "everything stands still: an operator stopped it";

    public async Task<bool> Holds(CancellationToken stop) =>
        (await (await schedulers.GetScheduler(stop)).GetPausedTriggerGroups(stop)).Contains(Last);

    /// <summary>The same, for whoever asks the database alone. The engine makes its tables at its first start.</summary>
    public static async Task<bool> Holds(NpgsqlConnection connection, CancellationToken stop) =>
        await connection.ExecuteScalarAsync<bool>(
            new("select to_regclass('qrtz_paused_trigger_grps') is not null", cancellationToken: stop)
        )
        && await connection.ExecuteScalarAsync<bool>(
            new("select exists (select 1 from qrtz_paused_trigger_grps where trigger_group = @Last)", new { Last }, cancellationToken: stop)
        );

    /// <summary>Whole, also where whoever asked for it is gone by then; so is its end.</summary>
    public async Task Begin(CancellationToken stop)
    {
        var scheduler = await schedulers.GetScheduler(stop);
        foreach (var group in Groups)
        {
            await scheduler.PauseTriggerGroups(GroupMatcher<TriggerKey>.GroupEquals(group), CancellationToken.None);
        }
    }

    public async Task End(CancellationToken stop)
    {
        var scheduler = await schedulers.GetScheduler(stop);
        foreach (var group in Groups)
        {
            await scheduler.ResumeTriggerGroups(GroupMatcher<TriggerKey>.GroupEquals(group), CancellationToken.None);
        }
    }
}
