using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>
/// Rings are put on a set, and one loop takes them from there to the scheduler: a burst about one subject is one ring
/// (<see cref="Rings"/>). One that is lost in a crash in between is repaired by the sweep, as every lost ring is.
/// </summary>
internal sealed partial class Bell(ISchedulerFactory schedulers, Running running, TimeProvider clock, ILogger<Bell> log)
    : BackgroundService,
        IBell
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// In one transaction. Each takes some journeys to the database: a sweep's thousands would hold every landing up for as long.
    /// </summary>
    private const int AtOnce = 50;

    private readonly SemaphoreSlim _rung = new(0, 1);
    private readonly Rings _rings = new();

    public Task Ring(IReadOnlyCollection<Subject> subjects, CancellationToken stop)
    {
        if (_rings.Add(subjects))
        {
            lock (_rung)
            {
                if (_rung.CurrentCount == 0)
                {
                    _rung.Release();
                }
            }
        }

        return Task.CompletedTask;
    }

    public async Task SetAlarm(Subject subject, DateTimeOffset? at, CancellationToken stop)
    {
        var scheduler = await schedulers.GetScheduler(stop);
        var alarm = new TriggerKey(subject.Key, "alarm");
        var held = (await scheduler.GetTrigger(alarm, stop))?.NextFireTimeUtc;
        if (at is { } time && held != time)
        {
            await scheduler.ScheduleJob(Job(subject), [Trigger(subject, alarm.Group, time)], ScheduleJobOptions.Replacing, stop);
        }
        else if (at is null && held is not null)
        {
            await scheduler.UnscheduleJob(alarm, stop);
        }
    }

    /// <summary>A turn now, also where the engine gave an alarm up because it could make nothing of it.</summary>
    public async Task Wake(Subject subject, CancellationToken stop)
    {
        var scheduler = await schedulers.GetScheduler(stop);
        foreach (var group in new[] { "ring", "alarm" })
        {
            await scheduler.ResetTriggerFromErrorState(new TriggerKey(subject.Key, group), stop);
        }

        await Ring([subject], stop);
    }

    /// <summary>The sweep, before its time.</summary>
    public async Task Sweep(CancellationToken stop)
    {
        var scheduler = await schedulers.GetScheduler(stop);
        await scheduler.ScheduleTrigger(
            TriggerBuilder.Create(clock).WithIdentity(SweepJob.Soon).ForJob(SweepJob.Key).StartNow().Build(),
            TriggerConflict.Keep,
            stop
        );
    }

    /// <summary>No more turns begin; those that run end, with all that they ring and set; then what they rang is stored.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ExecuteTask is { IsCompleted: true })
        {
            return; // stopped before
        }

        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.Standby(cancellationToken);
        await running.Close().WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var (ring, rest) = (_rung.WaitAsync(stoppingToken), (Task?)null);
            while (true)
            {
                await await Task.WhenAny(ring, rest ?? ring);
                ring = ring.IsCompleted ? _rung.WaitAsync(stoppingToken) : ring;
                if (rest?.IsCompleted == true)
                {
                    rest = null;
                    _rings.Wake();
                }

                await Deliver(stoppingToken);
                if (rest is null && _rings.Rest() is { Ticks: > 0 } pause)
                {
                    rest = Task.Delay(pause, clock, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _rings.Wake();
            await Deliver(stoppingToken); // what was rung until now is heard after the restart
        }
    }

    /// <param name="stop">Breaks off no telling: what was rung is told once more while the process ends.</param>
    private async Task Deliver(CancellationToken stop)
    {
        var rung = _rings.Take().Chunk(AtOnce).ToList();
        for (var told = 0; told < rung.Count; told++)
        {
            try
            {
                await Tell(rung[told]);
            }
            catch (Exception fault) when (IsOfASubject(fault))
            {
                // One that cannot be stored keeps nobody else from being heard: who it is shows when each is told by itself.
                if (rung[told] is [var one])
                {
                    Unringable(log, fault, one.Key);
                }
                else
                {
                    rung.AddRange(rung[told].Chunk(1));
                }
            }
            catch (Exception fault)
            {
                var left = rung.Skip(told).SelectMany(some => some).ToList();
                Unheard(log, fault, left.Count);
                await Ring(left, stop); // before the pause, which may be cut
                await (stop.IsCancellationRequested ? Task.CompletedTask : Task.Delay(Pause, clock, stop));
                return;
            }
        }
    }

    /// <summary>
    /// Whether a subject's name is what the database cannot hold: a character of it (SQLSTATE class 22), or its length (class 54).
    /// </summary>
    private static bool IsOfASubject(Exception fault) =>
        fault switch
        {
            PostgresException { SqlState: ['2', '2', ..] or ['5', '4', ..] } => true,
            { InnerException: { } inner } => IsOfASubject(inner),
            _ => false,
        };

    /// <summary>One transaction, which takes the scheduler's lock: every turn that begins or ends waits for it.</summary>
    private async Task Tell(Subject[] rung)
    {
        var scheduler = await schedulers.GetScheduler(CancellationToken.None);
        // A ring that waits already is replaced, hence once; one during a turn waits behind it; one after a failure is due now.
        await scheduler.ScheduleJobs(
            rung.ToDictionary(Job, subject => (IReadOnlyCollection<ITrigger>)[Trigger(subject, "ring", clock.GetUtcNow())]),
            ScheduleJobOptions.Replacing,
            CancellationToken.None
        );
    }

    private static IJobDetail Job(Subject subject) =>
        JobBuilder.Create<TurnJob>().WithIdentity(TurnJob.Key(subject)).StoreDurably().RequestRecovery().Build();

    private ITrigger Trigger(Subject subject, string group, DateTimeOffset at) =>
        TriggerBuilder
            .Create(clock)
            .WithIdentity(subject.Key, group)
            .ForJob(TurnJob.Key(subject))
            .StartAt(at)
            .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();

    public override void Dispose()
    {
        _rung.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "Subjects that could not be rung, and are rung again in a second, or by the next start: {Count}")]
    private static partial void Unheard(ILogger log, Exception fault, int count);

    [LoggerMessage(LogLevel.Error, "{Subject} cannot be rung, for the database cannot hold its name: it has no turns until it is renamed")]
    private static partial void Unringable(ILogger log, Exception fault, string subject);
}
