using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;
using Sluice.Bot.Jobs;
using Sluice.Bot.Operating;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Jobs;

/// <summary>One replica of the engine, with turns that only write down that they were taken.</summary>
internal sealed class TestEngine(IHost host, NpgsqlDataSource database) : IAsyncDisposable
{
    public IBell Bell { get; } = host.Services.GetRequiredService<IBell>();

    public Standstill Standstill { get; } = new(host.Services.GetRequiredService<ISchedulerFactory>());

    public static async Task<TestEngine> Start(
        string connection,
        TakeTurn take,
        SweepAll? sweep = null,
        Pace? pace = null,
        bool alone = true
    )
    {
        var database = NpgsqlDataSource.Create(connection);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddEngine(database, pace ?? new Pace(), alone, _ => take, _ => sweep ?? ((_, _) => Task.CompletedTask));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new(host, database);
    }

    /// <summary>No more turns begin.</summary>
    public async Task UntilStandby()
    {
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(TestContext.Current.CancellationToken);
        while (scheduler.Status == SchedulerStatus.Running)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }
    }

    public Task Ring(params Subject[] subjects) => Bell.Ring(subjects, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await database.DisposeAsync();
    }
}

/// <summary>Turns that were taken, and a way to wait for them.</summary>
internal sealed class Taken
{
    private readonly ConcurrentQueue<Subject> _turns = new();
    private readonly Channel<Subject> _more = Channel.CreateUnbounded<Subject>();

    public IReadOnlyCollection<Subject> All => _turns;

    public void Add(Subject subject)
    {
        _turns.Enqueue(subject);
        _more.Writer.TryWrite(subject);
    }

    public Task Take(Subject subject, CancellationToken stop)
    {
        Add(subject);
        return Task.CompletedTask;
    }

    /// <summary>Waits for so many more turns.</summary>
    public async Task Wait(int count = 1)
    {
        for (var turn = 0; turn < count; turn++)
        {
            await _more.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        }
    }
}
