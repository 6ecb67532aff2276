using Npgsql;

namespace Sluice.Bot.Tests.Stories;

/// <summary>A database that takes no connections, and has ended those that there were.</summary>
internal sealed class Outage : IAsyncDisposable
{
    private readonly NpgsqlDataSource _admin;
    private readonly string _database;

    private Outage(NpgsqlDataSource admin, string database) => (_admin, _database) = (admin, database);

    public static async Task<Outage> Begin(string connection)
    {
        var named = new NpgsqlConnectionStringBuilder(connection);
        var database = named.Database!;
        named.Database = "postgres";
        var outage = new Outage(NpgsqlDataSource.Create(named.ConnectionString), database);
        await outage.Run($"alter database \"{database}\" allow_connections false");
        await outage.Run($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'");
        return outage;
    }

    public async ValueTask DisposeAsync()
    {
        await Run($"alter database \"{_database}\" allow_connections true");
        await _admin.DisposeAsync();
    }

    private async Task Run(string sql)
    {
        await using var command = _admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
