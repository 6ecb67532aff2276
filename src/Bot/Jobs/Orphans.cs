using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace Sluice.Bot.Jobs;

/// <summary>
/// A database that lost its last moments (a standby that was behind took over, or it was killed and had not waited for the disk) has
/// forgotten that jobs ended. The scheduler recovers those of a process that died; of one that lives it would wait for them for ever, and
/// their subjects would take no turn any more. They are freed here.
/// </summary>
internal sealed partial class Orphans(
    NpgsqlDataSource database,
    ISchedulerFactory schedulers,
    Pace pace,
    TimeProvider clock,
    ILogger<Orphans> log
) : BackgroundService, IJobListener
{
    /// <summary>
    /// Looks and not time, which passes also while this process is frozen: one between the beginning of a job and the books, or its end and
    /// the books, is at work still.
    /// </summary>
    private const int Looks = 4;

    private readonly ConcurrentDictionary<string, JobKey> _running = new();

    public string Name => nameof(Orphans);

    public ValueTask JobToBeExecuted(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        _running[context.FireInstanceId] = context.JobDetail.Key;
        return ValueTask.CompletedTask;
    }

    public ValueTask JobExecutionVetoed(IJobExecutionContext context, CancellationToken cancellationToken) => End(context);

    public ValueTask JobWasExecuted(
        IJobExecutionContext context,
        JobExecutionException? jobException,
        CancellationToken cancellationToken
    ) => End(context);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scheduler = await schedulers.GetScheduler(stoppingToken);
        var idle = new Dictionary<string, int>(); // looks in which a job ran in the books and not here
        using var beat = new PeriodicTimer(pace.Checkin, clock);
        while (await beat.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var held = await Held(scheduler, stoppingToken);
                idle = held.Where(firing => !_running.ContainsKey(firing))
                    .ToDictionary(firing => firing, firing => idle.GetValueOrDefault(firing) + 1);
                if (idle.Where(each => each.Value >= Looks).Select(each => each.Key).ToArray() is { Length: > 0 } orphans)
                {
                    var freed = await Free(scheduler, orphans, stoppingToken);
                    if (freed.Count > 0)
                    {
                        Freed(log, string.Join(", ", freed));
                    }
                }
            }
            catch (DbException fault)
            {
                Unseen(log, fault.Message);
                idle.Clear();
            }
        }
    }

    private ValueTask End(IJobExecutionContext context)
    {
        _running.TryRemove(context.FireInstanceId, out _);
        return ValueTask.CompletedTask;
    }

    private async Task<IEnumerable<string>> Held(IScheduler scheduler, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.QueryAsync<string>(
            new(
                "select entry_id from qrtz_fired_triggers where sched_name = @Name and instance_name = @Instance and state = 'EXECUTING'",
                Me(scheduler),
                cancellationToken: stop
            )
        );
    }

    /// <summary>As the scheduler does it when a job ends: under its lock, and whatever waited for the job may begin.</summary>
    /// <returns>The jobs.</returns>
    private async Task<IReadOnlyList<string>> Free(IScheduler scheduler, string[] orphans, CancellationToken stop)
    {
        var me = Me(scheduler);
        me.Add("orphans", orphans);
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await connection.ExecuteAsync(
            new(
                "select 1 from qrtz_locks where sched_name = @Name and lock_name = 'TRIGGER_ACCESS' for update",
                me,
                transaction,
                cancellationToken: stop
            )
        );
        var jobs = (
            await connection.QueryAsync<string>(
                new(
                    """
                    with orphans as (
                        delete from qrtz_fired_triggers where sched_name = @Name and instance_name = @Instance and entry_id = any(@orphans) and state = 'EXECUTING' returning job_name, job_group),
                    freed as (
                        update qrtz_triggers set trigger_state = case trigger_state when 'BLOCKED' then 'WAITING' else 'PAUSED' end
                        where sched_name = @Name and trigger_state in ('BLOCKED', 'PAUSED_BLOCKED') and (job_name, job_group) in (select job_name, job_group from orphans))
                    select job_name from orphans
                    """,
                    me,
                    transaction,
                    cancellationToken: stop
                )
            )
        ).AsList();
        await transaction.CommitAsync(stop);
        return jobs;
    }

    private static DynamicParameters Me(IScheduler scheduler) =>
        new(new { Name = scheduler.SchedulerName, Instance = scheduler.SchedulerInstanceId });

    [LoggerMessage(
        LogLevel.Warning,
        "The database has forgotten that jobs ended, and may have forgotten more of its last moments: {Jobs}. They may begin again"
    )]
    private static partial void Freed(ILogger log, string jobs);

    [LoggerMessage(LogLevel.Warning, "What the scheduler takes for running cannot be read now: {Why}")]
    private static partial void Unseen(ILogger log, string why);
}
