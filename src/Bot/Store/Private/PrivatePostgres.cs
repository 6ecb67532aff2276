using Npgsql;

namespace Sluice.Bot.Store.Private;

/// <summary>A PostgreSQL of our own under the data folder: started with the process and stopped with it.</summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    /// <summary>The bot's own database.</summary>
    public const string Name = "sluice";

    private const int Attempts = 3;
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    private readonly Cluster _cluster;
    private readonly FileStream _lock;
    private readonly Action _forget;
    private readonly CancellationTokenSource _end = new();
    private Task _keeping = Task.CompletedTask;
    private int _port;

    private PrivatePostgres(Cluster cluster, FileStream @lock, Action forget) => (_cluster, _lock, _forget) = (cluster, @lock, forget);

    /// <param name="path">The data folder of the bot.</param>
    /// <param name="durable">False for tests: faster, and a power cut loses it.</param>
    /// <param name="passing">It is deleted when it is disposed, unless it was there before and made to be kept.</param>
    /// <exception cref="PrivatePostgresException">PostgreSQL is missing, does not start, or the folder is in use.</exception>
    public static async Task<PrivatePostgres> Start(
        string path,
        TimeProvider time,
        CancellationToken stop,
        bool durable = true,
        bool passing = false
    )
    {
        var binaries = Binaries.Find();
        var owner = new Owner();
        var data = Path.GetFullPath(path);
        var home = await owner.Home(data, stop);
        var @lock = Lock(home, path);
        var isPassing = Passing.Put(home, passing);
        var server = new PrivatePostgres(
            new Cluster(home, binaries, owner),
            @lock,
            isPassing ? () => Passing.Delete(home, Owner.Wanted(data)) : () => { }
        );
        try
        {
            await server.Start(time, durable, stop);
            server._keeping = server.Keep(time, durable);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The database of another sluice that runs with this data folder, for who only looks; null: none runs.</summary>
    public static string? Beside(string path)
    {
        var home = Owner.Wanted(Path.GetFullPath(path));
        return Cluster.Exists(home) && new Cluster(home, "", new Owner()) is var cluster && cluster.Port() is { } port
            ? Connection(cluster, port, Name)
            : null;
    }

    public string ConnectionString(string database) => Connection(_cluster, _port, database);

    private static string Connection(Cluster cluster, int port, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = Cluster.User,
            Password = cluster.Password,
            Database = database,
            MaxPoolSize = 40,
            ApplicationName = "sluice",
        }.ConnectionString;

    /// <summary>Makes the database if it is not there, and answers its connection string.</summary>
    public async Task<string> Database(string name, CancellationToken stop, string? template = null)
    {
        await using var server = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var exists = server.CreateCommand("select 1 from pg_database where datname = $1");
        exists.Parameters.Add(new() { Value = name });
        if (await exists.ExecuteScalarAsync(stop) is null)
        {
            await using var create = server.CreateCommand(
                $"create database \"{name}\"{(template is null ? "" : $" template \"{template}\"")}"
            );
            await create.ExecuteNonQueryAsync(stop);
        }

        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _keeping;
        _end.Dispose();
        try
        {
            if (_cluster.Running() is not null)
            {
                await _cluster.Stop(CancellationToken.None);
            }

            _forget();
        }
        finally
        {
            await _lock.DisposeAsync();
        }
    }

    private async Task Start(TimeProvider time, bool durable, CancellationToken stop)
    {
        await _cluster.Create(durable, stop);
        do
        {
            _port = _cluster.Running() ?? await FirstPort(_cluster, durable, stop);
        } while (!await Answers(time, stop));
    }

    /// <summary>One that ended by itself, as when it was killed or its disk was full, is started again where it was.</summary>
    private async Task Keep(TimeProvider time, bool durable)
    {
        using var beat = new PeriodicTimer(Watch, time);
        try
        {
            while (await beat.WaitForNextTickAsync(_end.Token))
            {
                await Look(durable);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // it is to end
        }
    }

    private async Task Look(bool durable)
    {
        try
        {
            if (_cluster.Running() is null)
            {
                await _cluster.Start(durable, _port, _end.Token);
            }
        }
        catch (Exception fault) when (fault is PrivatePostgresException or IOException or UnauthorizedAccessException)
        {
            // Still no room, not even for its settings; or what it left behind has not ended, or goes while it is read. Its log says
            // which, and the next second tries again.
        }
    }

    /// <summary>A port that was free a moment ago may be taken by now.</summary>
    private static async Task<int> FirstPort(Cluster cluster, bool durable, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await cluster.Start(durable, null, stop);
            }
            catch (PrivatePostgresException) when (attempt < Attempts) { }
        }
    }

    /// <summary>A server that was adopted may still be recovering; or it was stopping, and is gone: false.</summary>
    private async Task<bool> Answers(TimeProvider time, CancellationToken stop)
    {
        await using var server = NpgsqlDataSource.Create(ConnectionString("postgres"));
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await server.OpenConnectionAsync(stop);
                return true;
            }
            catch (NpgsqlException fault)
            {
                if (_cluster.Running() is null)
                {
                    return false;
                }

                if (!fault.IsTransient || time.GetElapsedTime(began) > Recovery)
                {
                    throw new PrivatePostgresException(
                        $"The private PostgreSQL does not answer (see {_cluster.Log}): {fault.Message}",
                        fault
                    );
                }
            }

            await Task.Delay(Glance, time, stop);
        }
    }

    private static FileStream Lock(string home, string path)
    {
        try
        {
            return HomeLock.Take(home);
        }
        catch (IOException fault)
        {
            throw new PrivatePostgresException(
                $"Another sluice uses the data folder {path}. Stop it, give this one a Data__Path of its own, or let both use one database by Database__ConnectionString.",
                fault
            );
        }
    }
}
