using Npgsql;
using Sluice.Bot.Store;
using Sluice.Bot.Store.Private;
using Sluice.Bot.Tests.Store;

[assembly: AssemblyFixture(typeof(TestPostgres))]

namespace Sluice.Bot.Tests.Store;

/// <summary>One private PostgreSQL for the assembly. It stands beside the build's output, so that initdb runs once.</summary>
public sealed class TestPostgres : IAsyncLifetime
{
    private const string Migrated = "migrated";

    private readonly SemaphoreSlim _creating = new(1);
    private PrivatePostgres? _server;
    private int _last;

    public async ValueTask InitializeAsync() => await Task.CompletedTask;

    /// <summary>A new database; with this version's schema unless it is to be empty.</summary>
    public async Task<string> Create(bool empty = false)
    {
        await _creating.WaitAsync();
        try
        {
            _server ??= await Start();
            return await _server.Database($"test_{++_last}_{Guid.NewGuid():n}", default, empty ? null : Migrated);
        }
        finally
        {
            _creating.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _creating.Dispose();
    }

    private static async Task<PrivatePostgres> Start()
    {
        var server = await Free(0);
        await using (var admin = NpgsqlDataSource.Create(server.ConnectionString("postgres")))
        {
            await DropLeftovers(admin);
        }

        await using var template = NpgsqlDataSource.Create(await server.Database(Migrated, default));
        await PostgresStore.TryMigrate(template, default);
        template.Clear();
        return server;
    }

    /// <summary>Another run of the same build may be under way: it has its own folder.</summary>
    private static async Task<PrivatePostgres> Free(int number)
    {
        try
        {
            return await PrivatePostgres.Start(
                Path.Combine(AppContext.BaseDirectory, $"postgres-{number}"),
                TimeProvider.System,
                default,
                durable: false
            );
        }
        catch (PrivatePostgresException fault) when (fault.InnerException is IOException && number < 8)
        {
            return await Free(number + 1);
        }
    }

    private static async Task DropLeftovers(NpgsqlDataSource admin)
    {
        var names = new List<string>();
        await using (
            var leftovers = admin.CreateCommand($"select datname from pg_database where datname like 'test\\_%' or datname = '{Migrated}'")
        )
        await using (var reader = await leftovers.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                names.Add(reader.GetString(0));
            }
        }

        foreach (var name in names)
        {
            await using var drop = admin.CreateCommand($"drop database \"{name}\" with (force)");
            await drop.ExecuteNonQueryAsync();
        }
    }
}

/// <summary>A fresh database for a test class.</summary>
public sealed class TestDatabase(TestPostgres server) : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource Source { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await server.Create();
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
