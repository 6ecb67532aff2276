using Microsoft.Extensions.Logging.Abstractions;
using Quartz;
using Sluice.Bot.Jobs;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;

namespace Sluice.Bot.Tests.Jobs;

public sealed class BellTests
{
    private static readonly Subject Rung = new PullSubject(7, 3);

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<JobKey> _told = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_database_breaks_off_while_we_stop_is_told_once_more()
    {
        var scheduler = Relay.Of<IScheduler>(
            null!,
            call => call.What == nameof(IScheduler.ScheduleJobs) ? As(call, Tell(call)) : As(call, Task.CompletedTask)
        );
        var schedulers = Relay.Of<ISchedulerFactory>(null!, _ => new ValueTask<IScheduler>(scheduler));
        using var bell = new Bell(schedulers, new Running(), TimeProvider.System, NullLogger<Bell>.Instance);
        await bell.StartAsync(Stop);
        await bell.Ring([Rung], Stop);
        await _asked.Task.WaitAsync(Stop);

        var stopping = bell.StopAsync(Stop);
        _answers.SetException(new IOException("the connection is broken"));
        await stopping;

        Assert.True(bell.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal([TurnJob.Key(Rung), TurnJob.Key(Rung)], _told);
    }

    /// <summary>The first one is answered when the test says so.</summary>
    private Task Tell(Call call)
    {
        _told.AddRange(((IReadOnlyDictionary<IJobDetail, IReadOnlyCollection<ITrigger>>)call.With[0]!).Keys.Select(job => job.Key));
        return _asked.TrySetResult() ? _answers.Task : Task.CompletedTask;
    }

    private static object As(Call call, Task task) => call.Method.ReturnType == typeof(ValueTask) ? new ValueTask(task) : task;
}
