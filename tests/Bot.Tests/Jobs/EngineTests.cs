using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Sluice.Bot.Jobs;
using Sluice.Bot.Tests.Store;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Jobs;

public sealed class EngineTests(TestPostgres server)
{
    private static readonly PullSubject Pull = new(1, 12);
    private readonly Taken _taken = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subject_that_is_rung_takes_its_turn()
    {
        await using var engine = await Start();
        await engine.Ring(Pull, new LaneSubject(1, "release/2.x"), new EnvironmentSubject(1, "production"));
        await _taken.Wait(3);

        Assert.Equal(
            ["environment/1/production", "lane/1/release/2.x", "pull/1/12"],
            _taken.All.Select(subject => subject.Key).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Rings_during_a_turn_make_one_more_turn_after_it()
    {
        var (begun, go) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        var (atOnce, most) = (0, 0);
        await using var engine = await Start(
            async (subject, stop) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref atOnce));
                begun.Release();
                await go.WaitAsync(stop);
                Interlocked.Decrement(ref atOnce);
                _taken.Add(subject);
            }
        );
        await engine.Ring(Pull);
        await begun.WaitAsync(Stop);
        for (var ring = 0; ring < 20; ring++)
        {
            await engine.Ring(Pull);
        }

        go.Release(20);
        await _taken.Wait(2);
        await engine.Ring(new PullSubject(1, 13)); // whatever else was to come for the first would have come before this
        await _taken.Wait();
        Assert.Equal(1, most);
        Assert.InRange(_taken.All.Count(subject => subject == Pull), 2, 3);
    }

    [Theory]
    [InlineData("prod\0")]
    [InlineData("")]
    public async Task One_whose_name_no_database_holds_keeps_nobody_else_from_a_turn(string name)
    {
        // What is too long for an index must be so when it is packed, too.
        var odd = name.Length > 0 ? name : string.Concat(Enumerable.Range(0, 2000).Select(number => $"{number * 7919}-"));
        await using var engine = await Start();
        await engine.Ring(new PullSubject(1, 11), new EnvironmentSubject(1, odd), Pull);
        await _taken.Wait(2);
        await engine.Ring(new PullSubject(1, 13));
        await _taken.Wait();

        Assert.Equal(
            ["pull/1/11", "pull/1/12", "pull/1/13"],
            _taken.All.Select(subject => subject.Key).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_turn_that_fails_is_taken_again()
    {
        var failures = 1;
        await using var engine = await Start(
            (subject, stop) =>
                Interlocked.Decrement(ref failures) >= 0 ? throw new InvalidOperationException("not yet") : _taken.Take(subject, stop)
        );
        await engine.Ring(Pull);

        await _taken.Wait();
        Assert.Equal([Pull], _taken.All);
    }

    [Fact]
    public async Task An_alarm_is_replaced_never_added()
    {
        await using var engine = await Start();
        var clock = Stopwatch.StartNew();
        await engine.Bell.SetAlarm(Pull, TimeProvider.System.GetUtcNow().AddHours(1), Stop);
        await engine.Bell.SetAlarm(Pull, TimeProvider.System.GetUtcNow().AddSeconds(1), Stop);
        await _taken.Wait();

        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(0.9), $"woken after {clock.Elapsed}");
        Assert.Single(_taken.All);
    }

    [Fact]
    public async Task An_alarm_that_is_taken_away_does_not_wake()
    {
        await using var engine = await Start();
        await engine.Bell.SetAlarm(Pull, TimeProvider.System.GetUtcNow().AddSeconds(1), Stop);
        await engine.Bell.SetAlarm(Pull, null, Stop);
        await engine.Bell.SetAlarm(new PullSubject(1, 13), TimeProvider.System.GetUtcNow().AddSeconds(1.5), Stop);
        await _taken.Wait();

        Assert.Equal([new PullSubject(1, 13)], _taken.All);
    }

    [Fact]
    public async Task What_was_due_while_nobody_ran_is_done_at_the_next_start()
    {
        var database = await server.Create();
        var due = TimeProvider.System.GetUtcNow().AddSeconds(6);
        await using (var engine = await TestEngine.Start(database, (_, _) => Task.CompletedTask))
        {
            await engine.Bell.SetAlarm(Pull, due, Stop);
        }

        var left = due - TimeProvider.System.GetUtcNow();
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, Stop);
        await using var next = await TestEngine.Start(database, _taken.Take);
        await _taken.Wait();
    }

    [Fact]
    public async Task A_turn_that_runs_while_we_stop_ends_and_what_it_rang_and_set_is_kept()
    {
        var database = await server.Create();
        var (begun, go) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        var (turns, faults) = (0, new List<Exception>());
        TestEngine? running = null;
        running = await TestEngine.Start(
            database,
            async (subject, stop) =>
            {
                turns++;
                begun.Release();
                await go.WaitAsync(stop);
                try
                {
                    await running!.Bell.SetAlarm(subject, TimeProvider.System.GetUtcNow().AddSeconds(1), stop);
                    await running.Ring(new LaneSubject(1, "main"));
                }
                catch (Exception fault)
                {
                    faults.Add(fault);
                    throw;
                }
            }
        );
        await running.Ring(Pull);
        await begun.WaitAsync(Stop);
        var stopping = running.DisposeAsync().AsTask();
        await running.UntilStandby();
        go.Release(10);
        await stopping;

        Assert.Empty(faults);
        Assert.Equal(1, turns);
        await using var next = await TestEngine.Start(database, _taken.Take);
        await _taken.Wait(2);
        Assert.Equal(["lane/1/main", "pull/1/12"], _taken.All.Select(subject => subject.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_replica_that_stops_gives_back_what_it_held_and_another_goes_on_at_once()
    {
        var database = await server.Create();
        var pace = new Pace { Checkin = TimeSpan.FromMinutes(10), Turns = 1 }; // whatever is not given back stays its own for half an hour
        var (begun, go) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        var one = await TestEngine.Start(
            database,
            async (subject, stop) =>
            {
                begun.Release();
                await go.WaitAsync(stop);
            },
            pace: pace,
            alone: false
        );
        await one.Ring(Pull);
        await begun.WaitAsync(Stop);
        Subject[] rung = [Pull, .. Enumerable.Range(13, 8).Select(number => new PullSubject(1, number))];
        await one.Ring(rung);
        var stopping = one.DisposeAsync().AsTask();
        go.Release(20);
        await stopping;

        await using var two = await TestEngine.Start(database, _taken.Take, pace: pace, alone: false);
        while (_taken.All.Distinct().Count() < rung.Length)
        {
            await _taken.Wait();
        }

        Assert.Equal(
            rung.Select(subject => subject.Key).Order(StringComparer.Ordinal),
            _taken.All.Select(subject => subject.Key).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_database_that_cut_every_connection_is_used_again()
    {
        var database = await server.Create();
        await using var engine = await TestEngine.Start(database, _taken.Take);
        await engine.Ring(Pull);
        await _taken.Wait();
        await using (var other = NpgsqlDataSource.Create(database))
        await using (
            var cut = other.CreateCommand(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            )
        )
        {
            await cut.ExecuteNonQueryAsync(Stop);
        }

        await engine.Ring(Pull);
        await _taken.Wait();
    }

    [Fact]
    public async Task Two_replicas_share_the_turns_and_never_take_one_twice_at_once()
    {
        var database = await server.Create();
        var running = new ConcurrentDictionary<Subject, bool>();
        var twice = 0;
        async Task Take(Subject subject, CancellationToken stop)
        {
            twice += running.TryAdd(subject, true) ? 0 : 1;
            await Task.Yield();
            running.TryRemove(subject, out _);
            _taken.Add(subject);
        }

        await using var one = await TestEngine.Start(database, Take, alone: false);
        await using var two = await TestEngine.Start(database, Take, alone: false);
        Subject[] pulls = [.. Enumerable.Range(1, 5).Select(number => new PullSubject(1, number))];
        for (var ring = 0; ring < 10; ring++)
        {
            await one.Ring(pulls);
            await two.Ring(pulls);
            await _taken.Wait();
        }

        while (_taken.All.Distinct().Count() < pulls.Length)
        {
            await _taken.Wait();
        }

        Assert.Equal(0, twice);
    }

    [Fact]
    public async Task A_ring_on_an_idle_machine_is_heard_at_once()
    {
        await using var engine = await Start();
        var waits = new List<double>();
        for (var ring = 0; ring < 40; ring++)
        {
            var began = Stopwatch.GetTimestamp();
            await engine.Ring(Pull);
            await _taken.Wait();
            waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        waits.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"from ring to turn: median {waits[20]:F1} ms, of forty the slowest {waits[^1]:F1} ms"
        );
        Assert.InRange(waits[20], 0, 250); // polling would take seconds
    }

    private async Task<TestEngine> Start(TakeTurn? take = null) => await TestEngine.Start(await server.Create(), take ?? _taken.Take);
}
