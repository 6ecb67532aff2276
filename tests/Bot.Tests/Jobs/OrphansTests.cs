using Dapper;
using Npgsql;
using Sluice.Bot.Jobs;
using Sluice.Bot.Tests.Store;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Jobs;

public sealed class OrphansTests(TestPostgres server)
{
    private static readonly Pace Quick = new() { Checkin = TimeSpan.FromMilliseconds(200) };
    private static readonly PullSubject Pull = new(1, 12);
    private static readonly PullSubject Long = new(1, 13);
    private readonly Taken _taken = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>As when a standby takes over that is a moment behind.</summary>
    [Fact]
    public async Task Of_a_turn_whose_end_the_database_forgot_the_subject_is_heard_again_and_of_one_that_runs_it_waits()
    {
        var database = await server.Create();
        await using var books = NpgsqlDataSource.Create(database);
        var (begun, go, end) = (new SemaphoreSlim(0), new SemaphoreSlim(0), new SemaphoreSlim(0));
        await using var engine = await TestEngine.Start(
            database,
            async (subject, stop) =>
            {
                begun.Release();
                await (subject == Long ? end : go).WaitAsync(stop);
                _taken.Add(subject);
            },
            pace: Quick
        );
        await engine.Ring(Pull);
        await begun.WaitAsync(Stop);
        await Tell(
            books,
            "create table then_triggers as table qrtz_triggers; create table then_simple as table qrtz_simple_triggers; create table then_fired as table qrtz_fired_triggers"
        );
        go.Release(10);
        await _taken.Wait();
        await engine.Ring(Long);
        await begun.WaitAsync(Stop);

        await Until(async () => await Fired(books, Pull) == 0);
        await Tell(
            books,
            $"""
            begin;
            select 1 from qrtz_locks where lock_name = 'TRIGGER_ACCESS' for update;
            delete from qrtz_simple_triggers where trigger_name = '{Pull.Key}';
            delete from qrtz_triggers where trigger_name = '{Pull.Key}';
            insert into qrtz_triggers select * from then_triggers where trigger_name = '{Pull.Key}';
            insert into qrtz_simple_triggers select * from then_simple where trigger_name = '{Pull.Key}';
            insert into qrtz_fired_triggers select * from then_fired where job_name = '{Pull.Key}';
            commit
            """
        );
        Assert.Equal(1, await Fired(books, Pull));

        await engine.Ring(Pull);
        await _taken.Wait();
        Assert.Equal([Pull, Pull], _taken.All);
        Assert.Equal(1, await Fired(books, Long));
        end.Release();
        await _taken.Wait();
    }

    private static async Task Tell(NpgsqlDataSource books, string sql)
    {
        await using var connection = await books.OpenConnectionAsync(Stop);
        await connection.ExecuteAsync(new(sql, cancellationToken: Stop));
    }

    private static async Task<int> Fired(NpgsqlDataSource books, Subject subject)
    {
        await using var connection = await books.OpenConnectionAsync(Stop);
        return await connection.ExecuteScalarAsync<int>(
            new("select count(*)::int from qrtz_fired_triggers where job_name = @Key", new { subject.Key }, cancellationToken: Stop)
        );
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await isSo())
        {
            await beat.WaitForNextTickAsync(Stop);
        }
    }
}
