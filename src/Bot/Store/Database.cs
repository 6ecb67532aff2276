using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Store.Private;

namespace Sluice.Bot.Store;

/// <summary>The database of this process: the one that is configured, or one of our own. Migrated before anybody uses it.</summary>
public sealed class Database : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly PrivatePostgres? _server;

    private Database(NpgsqlDataSource source, PrivatePostgres? server) => (Source, _server) = (source, server);

    public NpgsqlDataSource Source { get; }

    /// <summary>No other process can use it.</summary>
    public bool IsPrivate => _server is not null;

    /// <exception cref="DatabaseException">It is not to be had, or a newer version has migrated it.</exception>
    public static async Task<Database> Open(BotSettings settings, TimeProvider clock, CancellationToken stop)
    {
        var server = settings.Database is null ? await PrivatePostgres.Start(settings.DataPath, clock, stop) : null;
        var database = new Database(NpgsqlDataSource.Create(settings.Database ?? await server!.Database("sluice", stop)), server);
        try
        {
            await database.Answers(clock, stop);
            await PostgresStore.Migrate(database.Source, stop);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>A database that starts beside us may need a moment longer.</summary>
    private async Task Answers(TimeProvider clock, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await Source.OpenConnectionAsync(stop);
                return;
            }
            catch (NpgsqlException fault)
            {
                if (!fault.IsTransient || clock.GetElapsedTime(began) > Patience)
                {
                    throw new DatabaseException($"Database__ConnectionString: the database does not let us in: {fault.Message}", fault);
                }
            }

            await Task.Delay(Pause, clock, stop);
        }
    }
}

/// <summary>The database cannot be used; the message says what to do.</summary>
public class DatabaseException(string message, Exception? inner = null) : Exception(message, inner);
