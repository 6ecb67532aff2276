using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Store.Private;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Store;

/// <summary>The database of this process: the one that is configured, or one of our own. Migrated before anybody uses it.</summary>
public sealed class Database : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// An attempt and the pause after it take no longer, unless the machine stands still: that is not the database's doing.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // What the operator's own connection string says goes before.
    private const string Bound =
        "select set_config(name, '10s', false) from pg_settings where name = 'idle_in_transaction_session_timeout' and source <> 'client'";

    /// <summary>Statements that each connection keeps planned: planning one takes longer than most take to run.</summary>
    private const int Prepared = 100;

    private readonly PrivatePostgres? _server;

    private Database(string connection, PrivatePostgres? server) =>
        (Source, Door, _server) = (Connected(connection), Connected(connection, Gathering.AtOnce), server);

    public NpgsqlDataSource Source { get; }

    /// <summary>
    /// A few for deliveries alone, whose plans and pages stay warm: what does one thing always does it quicker than what does a hundred in
    /// turn.
    /// </summary>
    public NpgsqlDataSource Door { get; }

    /// <summary>No other process can use it.</summary>
    public bool IsPrivate => _server is not null;

    /// <param name="passing">A private one is deleted when it is disposed.</param>
    /// <param name="waits">Told that it cannot be used yet, and why.</param>
    /// <exception cref="DatabaseException">It is not to be had, or a newer version has migrated it.</exception>
    public static async Task<Database> Open(
        BotSettings settings,
        TimeProvider clock,
        CancellationToken stop,
        bool passing = false,
        Func<DatabaseWait, Task>? waits = null
    )
    {
        var database = settings.Database is { } configured
            ? new Database(configured, null)
            : await Private(settings.DataPath, clock, passing, stop);
        try
        {
            await database.Answers(clock, waits, stop);
            await database.UpToDate(clock, waits, stop);
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
        await Door.DisposeAsync();
        await Source.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>
    /// A replica that stands still in the midst of a transaction would hold its locks for ever, and with them every other replica. It is
    /// said after opening, because a pooler such as PgBouncer takes no options at the start; and kept where a connection goes back to the
    /// pool, where nothing else is left behind.
    /// </summary>
    /// <param name="few">At most so many connections; null: as the connection string says.</param>
    private static NpgsqlDataSource Connected(string connection, int? few = null)
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        if (!builder.ConnectionStringBuilder.ShouldSerialize("Max Auto Prepare"))
        {
            builder.ConnectionStringBuilder.MaxAutoPrepare = Prepared;
        }

        if (few is { } most)
        {
            (builder.ConnectionStringBuilder.MinPoolSize, builder.ConnectionStringBuilder.MaxPoolSize) = (
                0,
                Math.Min(most, builder.ConnectionStringBuilder.MaxPoolSize)
            );
        }

        builder.UsePhysicalConnectionInitializer(
            opened =>
            {
                using var bound = new NpgsqlCommand(Bound, opened);
                bound.ExecuteNonQuery();
            },
            async opened =>
            {
                await using var bound = new NpgsqlCommand(Bound, opened);
                await bound.ExecuteNonQueryAsync();
            }
        );
        return builder.Build();
    }

    private static async Task<Database> Private(string path, TimeProvider clock, bool passing, CancellationToken stop)
    {
        var server = await PrivatePostgres.Start(path, clock, stop, passing: passing);
        try
        {
            return new Database(await server.Database(PrivatePostgres.Name, stop), server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A database that starts beside us may need a moment longer.</summary>
    private async Task Answers(TimeProvider clock, Func<DatabaseWait, Task>? waits, CancellationToken stop)
    {
        var (left, last) = (Patience, clock.GetTimestamp());
        while (true)
        {
            try
            {
                await using var connection = await Source.OpenConnectionAsync(stop);
                return;
            }
            catch (NpgsqlException fault)
            {
                var passed = clock.GetElapsedTime(last);
                (left, last) = (left - (passed < Longest ? passed : Longest), clock.GetTimestamp());
                if (!fault.IsTransient || left <= TimeSpan.Zero)
                {
                    throw new DatabaseException($"Database__ConnectionString: the database does not let us in: {fault.Message}", fault);
                }

                await (waits?.Invoke(new("does not answer yet", $"it does not answer: {fault.Message}")) ?? Task.CompletedTask);
                waits = null;
            }

            await Task.Delay(Pause, clock, stop);
        }
    }

    /// <summary>
    /// One that is behind this version is neither read nor written until it is migrated, by us or by whoever is at it or may.
    /// </summary>
    private async Task UpToDate(TimeProvider clock, Func<DatabaseWait, Task>? waits, CancellationToken stop)
    {
        DatabaseWait? told = null;
        async Task Tell(DatabaseWait wait)
        {
            if (told != wait)
            {
                await (waits?.Invoke(wait) ?? Task.CompletedTask);
                told = wait;
            }
        }

        for (; await Behind(clock, Tell, stop) is { } behind; await Task.Delay(Pause, clock, stop))
        {
            await Tell(behind);
        }
    }

    private async Task<DatabaseWait?> Behind(TimeProvider clock, Func<DatabaseWait, Task> tell, CancellationToken stop)
    {
        try
        {
            DatabaseWait? migrates = null;
            var migrating = PostgresStore.TryMigrate(
                Source,
                stop,
                (behind, isEmpty) =>
                    Volatile.Write(
                        ref migrates,
                        isEmpty
                            ? new("is being set up", "it is empty, and this process is setting it up") { IsUsual = true }
                            : new("is being migrated to this version", $"it {behind}: this process is migrating it")
                    )
            );
            // Whoever is to stop waits for the migration to do so.
            while (await Task.WhenAny(migrating, Task.Delay(Pause, clock, CancellationToken.None)) != migrating)
            {
                await (Volatile.Read(ref migrates) is { } wait ? tell(wait) : Task.CompletedTask);
            }

            return await migrating is { } behind ? new DatabaseWait("is behind this version", $"it {behind}") : null;
        }
        catch (NpgsqlException fault) when (fault.IsTransient)
        {
            return new DatabaseWait("does not answer", $"it does not answer: {fault.Message}");
        }
    }
}

/// <summary>The database cannot be used yet.</summary>
/// <param name="Says">To whoever asks.</param>
/// <param name="Why">For the log alone: it may name hosts and users.</param>
public sealed record DatabaseWait(string Says, string Why)
{
    /// <summary>So begins every first start, and nobody has to do anything.</summary>
    public bool IsUsual { get; init; }
}

/// <summary>The database cannot be used; the message says what to do.</summary>
public class DatabaseException(string message, Exception? inner = null) : Exception(message, inner);
