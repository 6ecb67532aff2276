using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>
/// Rings are put on a set, and one loop takes them from there to the scheduler: a burst about one subject is one ring.
/// One that is lost in a crash in between is repaired by the sweep, as every lost ring is.
/// </summary>
internal sealed partial class Bell(ISchedulerFactory schedulers, Running running, TimeProvider clock, ILogger<Bell> log) : BackgroundService, IBell
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>For each ring of who waits to be rung already the bell rests so long: in a flood one turn is taken for many deliveries, and the door has the processors.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _rung = new(0, 1);
    private HashSet<Subject> _waiting = [];
    private int _repeats;

    public Task Ring(IReadOnlyCollection<Subject> subjects, CancellationToken stop)
    {
        lock (_gate)
        {
            var before = _waiting.Count;
            _waiting.UnionWith(subjects);
            _repeats += before + subjects.Count - _waiting.Count;
            if (before == 0 && _waiting.Count > 0 && _rung.CurrentCount == 0)
            {
                _rung.Release();
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
        await scheduler.ScheduleTrigger(TriggerBuilder.Create(clock).WithIdentity(SweepJob.Soon).ForJob(SweepJob.Key).StartNow().Build(), TriggerConflict.Keep, stop);
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
            while (true)
            {
                await _rung.WaitAsync(stoppingToken);
                var repeats = await Deliver(stoppingToken);
                await Task.Delay(repeats * Rest < LongestRest ? repeats * Rest : LongestRest, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Deliver(CancellationToken.None); // what was rung until now is heard after the restart
        }
    }

    /// <returns>How often somebody was rung who was waiting to be rung already.</returns>
    private async Task<int> Deliver(CancellationToken stop)
    {
        HashSet<Subject> rung;
        int repeats;
        lock (_gate)
        {
            (rung, _waiting) = (_waiting, []);
            (repeats, _repeats) = (_repeats, 0);
        }

        if (rung.Count == 0)
        {
            return 0;
        }

        try
        {
            var scheduler = await schedulers.GetScheduler(CancellationToken.None);
            // One transaction for all: each takes the scheduler's lock, for which every turn that begins or ends is waiting too.
            // A ring that waits already is replaced, hence once; one during a turn waits behind it; one after a failure is due now.
            await scheduler.ScheduleJobs(rung.ToDictionary(Job, subject => (IReadOnlyCollection<ITrigger>)[Trigger(subject, "ring", clock.GetUtcNow())]), ScheduleJobOptions.Replacing, CancellationToken.None);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            Unheard(log, fault, rung.Count);
            await Task.Delay(Pause, clock, stop);
            await Ring(rung, stop);
        }

        return repeats;
    }

    private static IJobDetail Job(Subject subject) => JobBuilder.Create<TurnJob>().WithIdentity(TurnJob.Key(subject)).StoreDurably().RequestRecovery().Build();

    private ITrigger Trigger(Subject subject, string group, DateTimeOffset at) => TriggerBuilder.Create(clock)
        .WithIdentity(subject.Key, group).ForJob(TurnJob.Key(subject)).StartAt(at)
        .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();

    public override void Dispose()
    {
        _rung.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "Subjects that could not be rung, and are rung again in a second: {Count}")]
    private static partial void Unheard(ILogger log, Exception fault, int count);
}
