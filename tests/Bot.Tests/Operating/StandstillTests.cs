using Npgsql;
using Sluice.Bot.Tests.Jobs;
using Sluice.Bot.Tests.Store;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Operating;

/// <summary>Turns that nobody rang: the engine takes them again by itself, and not while everything stands still.</summary>
public sealed class StandstillTests(TestPostgres server)
{
    private static readonly PullSubject Pull = new(1, 12);
    private readonly Taken _taken = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_that_fails_is_taken_again_when_everything_goes_on()
    {
        var database = await server.Create();
        var (begun, go, attempts) = (new SemaphoreSlim(0), new SemaphoreSlim(0), 0);
        await using var engine = await TestEngine.Start(
            database,
            async (subject, stop) =>
            {
                if (Interlocked.Increment(ref attempts) > 1)
                {
                    _taken.Add(subject);
                    return;
                }

                begun.Release();
                await go.WaitAsync(stop);
                throw new InvalidOperationException("not yet");
            }
        );
        await engine.Ring(Pull);
        await begun.WaitAsync(Stop);
        await engine.Standstill.Begin(Stop);
        go.Release();

        await Waits(database);
        await engine.Standstill.End(Stop);
        await _taken.Wait();
    }

    [Fact]
    public async Task The_turn_of_a_process_that_was_killed_is_taken_again_when_everything_goes_on()
    {
        var database = await server.Create();
        var (begun, go) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        await using (
            var killed = await TestEngine.Start(
                database,
                async (_, stop) =>
                {
                    begun.Release();
                    await go.WaitAsync(stop);
                }
            )
        )
        {
            await killed.Ring(Pull);
            await begun.WaitAsync(Stop);
            await Run(
                database,
                "create table running as select * from qrtz_fired_triggers where job_group = 'turn' and state = 'EXECUTING'"
            );
            await killed.Standstill.Begin(Stop);
            go.Release();
        }

        Assert.Equal(1, await Run(database, "insert into qrtz_fired_triggers select * from running")); // its end was never written down
        await using var next = await TestEngine.Start(database, _taken.Take);
        await Waits(database);
        await next.Standstill.End(Stop);
        await _taken.Wait();
    }

    /// <summary>Until the engine holds a turn back; none is taken meanwhile.</summary>
    private async Task Waits(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var held = source.CreateCommand(
            "select count(*) from qrtz_triggers where trigger_state = 'PAUSED' and job_group = 'turn'"
        );
        while (_taken.All.Count == 0 && await held.ExecuteScalarAsync(Stop) is 0L)
        {
            await Task.Delay(20, Stop);
        }

        Assert.Empty(_taken.All);
    }

    private static async Task<int> Run(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(Stop);
    }
}
