using System.Globalization;
using Npgsql;
using Sluice.Bot.Store.Private;
using Sluice.Bot.Tests.Stories;

namespace Sluice.Bench.Fire;

/// <summary>
/// A PostgreSQL for all replicas, on a disk that can be full where this user may mount one. One that ended is started again by whoever
/// keeps it.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private const int Megabytes = 2048;

    private readonly PrivatePostgres _server;
    private readonly string _folder;

    private Database(PrivatePostgres server, SmallDisk? disk, string folder, string connection) =>
        (_server, Disk, _folder, Connection) = (server, disk, folder, connection);

    /// <summary>Null: this user may not mount one.</summary>
    public SmallDisk? Disk { get; }

    public string Connection { get; }

    /// <summary>The process that serves it now; null: none does.</summary>
    public int? Server
    {
        get
        {
            try
            {
                return int.Parse(File.ReadLines(Note).First(), CultureInfo.InvariantCulture);
            }
            catch (Exception none) when (none is IOException or InvalidOperationException or FormatException)
            {
                return null; // it has ended, or is just writing it
            }
        }
    }

    private string Note => Path.Combine(_folder, "postgres", "cluster", "postmaster.pid");

    public static async Task<Database> Start()
    {
        var disk = await SmallDisk.Mount(Megabytes);
        var folder = disk?.Path ?? Directory.CreateTempSubdirectory("sluice-fire-").FullName;
        var server = await PrivatePostgres.Start(folder, TimeProvider.System, CancellationToken.None);
        return new Database(server, disk, folder, await server.Database("sluice", CancellationToken.None));
    }

    /// <summary>Ends it as <c>pg_ctl stop -m fast</c> does (INT), or as a power cut would (KILL).</summary>
    /// <returns>The process that was told to.</returns>
    public async Task<int> End(string signal) =>
        Server is { } server && await SmallDisk.Run("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {server}"))
            ? server
            : throw new InvalidOperationException("PostgreSQL could not be told to end: it had ended");

    /// <summary>How many wait for what, for whoever must find out why nothing goes on.</summary>
    public async Task<IReadOnlyList<string>> Triggers()
    {
        await using var database = NpgsqlDataSource.Create(Connection);
        await using var command = database.CreateCommand(
            "select trigger_group || ' ' || trigger_state || ': ' || count(*) from qrtz_triggers group by trigger_group, trigger_state"
        );
        await using var rows = await command.ExecuteReaderAsync();
        var triggers = new List<string>();
        while (await rows.ReadAsync())
        {
            triggers.Add(rows.GetString(0));
        }

        return triggers;
    }

    /// <summary>What its sessions do from now on.</summary>
    public Sessions Watch() => new(Connection);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (Disk is not null)
        {
            await Disk.DisposeAsync();
        }
        else
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
