using Sluice.Bot.Jobs;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Jobs;

/// <summary>When the engine sweeps.</summary>
public sealed class SweepTests(TestPostgres server)
{
    private readonly Taken _taken = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sweep_runs_at_start_and_again()
    {
        var swept = new SemaphoreSlim(0);
        await using var engine = await TestEngine.Start(
            await server.Create(),
            _taken.Take,
            (_, _) => Task.FromResult(swept.Release()),
            new Pace { Sweep = TimeSpan.FromSeconds(1) }
        );

        for (var time = 0; time < 3; time++)
        {
            Assert.True(await swept.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        }
    }

    [Fact]
    public async Task A_restart_sweeps_at_once_however_long_the_pace_is()
    {
        var database = await server.Create();
        var swept = new SemaphoreSlim(0);
        for (var start = 0; start < 2; start++)
        {
            await using var engine = await TestEngine.Start(
                database,
                _taken.Take,
                (_, _) => Task.FromResult(swept.Release()),
                new Pace { Sweep = TimeSpan.FromHours(1) }
            );
            Assert.True(await swept.WaitAsync(TimeSpan.FromSeconds(30), Stop), $"start {start}");
        }
    }

    [Fact]
    public async Task A_sweep_that_is_asked_for_is_one_of_everything()
    {
        var swept = System.Threading.Channels.Channel.CreateUnbounded<bool>();
        await using var engine = await TestEngine.Start(
            await server.Create(),
            _taken.Take,
            (everyOne, stop) => swept.Writer.WriteAsync(everyOne, stop).AsTask(),
            new Pace { Sweep = TimeSpan.FromHours(1) }
        );
        Assert.False(await swept.Reader.ReadAsync(Stop));

        await ((Bell)engine.Bell).Sweep(Stop);

        Assert.True(await swept.Reader.ReadAsync(Stop));
    }
}
