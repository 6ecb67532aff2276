using System.Diagnostics;
using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Store.Private;

namespace Sluice.Bot.Tests.Store;

public sealed class PrivatePostgresTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("sluice-pg-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_is_there_after_a_stop_and_a_start()
    {
        await using (var first = await Start())
        {
            await Execute(await first.Database("sluice", Stop), "create table kept (n int); insert into kept values (7)");
        }

        await using var second = await Start();
        Assert.Equal(7, await Scalar(await second.Database("sluice", Stop), "select n from kept"));
    }

    [Fact]
    public async Task It_is_gone_with_its_owner()
    {
        string database;
        await using (var server = await Start())
        {
            database = await server.Database("sluice", Stop);
        }

        await Assert.ThrowsAsync<NpgsqlException>(() => Scalar(database, "select 1"));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using var server = await Start();
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres")) { Password = "guess", Pooling = false };

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => Scalar(wrong.ConnectionString, "select 1"));
        Assert.Equal("28P01", refusal.SqlState);
    }

    [Fact]
    public async Task Two_owners_of_one_folder_are_told_what_to_do()
    {
        await using var server = await Start();

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => Start());
        Assert.Contains("Another sluice uses the data folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_was_killed_recovers_what_was_committed()
    {
        int postmaster;
        await using (var server = await Start(durable: true))
        {
            await Execute(await server.Database("sluice", Stop), "create table kept (n int); insert into kept values (7)");
            postmaster = Postmaster();
            using var process = Process.GetProcessById(postmaster);
            process.Kill();
            await process.WaitForExitAsync(Stop);
        }

        await using var again = await Start();
        Assert.NotEqual(postmaster, Postmaster());
        Assert.Equal(7, await Scalar(await again.Database("sluice", Stop), "select n from kept"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_ended_when_its_disk_was_full_is_started_again_once_there_is_room()
    {
        await using var server = await Start();
        var settings = Path.Combine(_path, "postgres", "sluice.conf");
        File.Delete(settings);
        File.CreateSymbolicLink(settings, "/dev/full");
        using (var process = Process.GetProcessById(Postmaster()))
        {
            process.Kill();
            await process.WaitForExitAsync(Stop);
        }

        // Each look takes the note of a dead server away before it tries: the second tells that the first did not end it.
        for (var look = 0; look < 2; look++)
        {
            await File.WriteAllTextAsync(Note, "1\n", Stop);
            while (File.Exists(Note))
            {
                await Task.Delay(10, Stop);
            }
        }

        File.Delete(settings);
        while (!await Answers(server.ConnectionString("postgres")))
        {
            await Task.Delay(10, Stop);
        }
    }

    [Fact]
    public async Task A_server_that_outlived_its_owner_is_adopted()
    {
        int orphan;
        var elsewhere = Path.Combine(_path, "elsewhere");
        await using (var server = await Start())
        {
            orphan = Postmaster();
            // What kill -9 does to the owner: its lock goes, its server stays.
            Directory.CreateDirectory(elsewhere);
            File.Move(Path.Combine(_path, "postgres", "lock"), Path.Combine(elsewhere, "lock"));
            await using var heir = await Start();
            Assert.Equal(orphan, Postmaster());
            Assert.Equal(1, await Scalar(heir.ConnectionString("postgres"), "select 1"));
        }
    }

    [Fact]
    public async Task A_number_that_another_server_has_now_is_not_taken_for_ours()
    {
        var elsewhere = Path.Combine(_path, "elsewhere");
        await using var other = await PrivatePostgres.Start(elsewhere, TimeProvider.System, Stop, durable: false);
        var number = File.ReadLines(Path.Combine(elsewhere, "postgres", "cluster", "postmaster.pid")).First();
        string[] left;
        await using (await Start())
        {
            left = await File.ReadAllLinesAsync(Note, Stop);
        }

        // What a power cut leaves, and a number that was given anew.
        await File.WriteAllLinesAsync(Note, [number, .. left[1..]], Stop);
        await using (var again = await Start())
        {
            Assert.NotEqual(number, File.ReadLines(Note).First());
            Assert.Equal(1, await Scalar(again.ConnectionString("postgres"), "select 1"));
        }

        Assert.Equal(1, await Scalar(other.ConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task One_that_is_passing_leaves_nothing_behind()
    {
        string home;
        await using (await PrivatePostgres.Start(_path, TimeProvider.System, Stop, durable: false, passing: true))
        {
            home = new FileInfo(Path.Combine(_path, "postgres")).LinkTarget ?? Path.Combine(_path, "postgres");
            Assert.True(Directory.Exists(Path.Combine(home, "cluster")));
        }

        Assert.False(Directory.Exists(home));
        Assert.Empty(Directory.GetFileSystemEntries(_path));
    }

    [Fact]
    public async Task A_stop_while_it_starts_leaves_no_server_running()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var starting = PrivatePostgres.Start(_path, TimeProvider.System, stop.Token, durable: false);
        while (!File.Exists(Note))
        {
            await Task.Delay(1, Stop);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.False(File.Exists(Note));
    }

    [Fact]
    public async Task A_database_that_cannot_be_made_leaves_no_server_running()
    {
        await using (var server = await Start())
        {
            await Execute(server.ConnectionString("postgres"), "alter database template1 rename to lost");
        }

        await Assert.ThrowsAsync<PostgresException>(() =>
            Database.Open(new BotSettings { GitHub = null!, DataPath = _path }, TimeProvider.System, Stop)
        );
        Assert.False(File.Exists(Note));
    }

    public void Dispose() => DataFolder.Delete(_path);

    private string Note => Path.Combine(_path, "postgres", "cluster", "postmaster.pid");

    private Task<PrivatePostgres> Start(bool durable = false) => PrivatePostgres.Start(_path, TimeProvider.System, Stop, durable);

    private int Postmaster() => int.Parse(File.ReadLines(Note).First(), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<bool> Answers(string database)
    {
        try
        {
            return await Scalar(database, "select 1") == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task Execute(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static async Task<int> Scalar(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return (int)(await command.ExecuteScalarAsync(Stop))!;
    }
}
