using System.Globalization;
using Sluice.Bot.Store.Private;
using Sluice.Bot.Tests.Stories;

namespace Sluice.Bench.Fire;

/// <summary>A PostgreSQL for all replicas, on a disk that can be full where this user may mount one. One that ended is started again by whoever keeps it.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const int Megabytes = 2048;

    private readonly PrivatePostgres _server;
    private readonly string _folder;

    private Database(PrivatePostgres server, SmallDisk? disk, string folder, string connection) => (_server, Disk, _folder, Connection) = (server, disk, folder, connection);

    /// <summary>Null: this user may not mount one.</summary>
    public SmallDisk? Disk { get; }

    public string Connection { get; }

    private string Note => Path.Combine(_folder, "postgres", "cluster", "postmaster.pid");

    public static async Task<Database> Start()
    {
        var disk = await SmallDisk.Mount(Megabytes);
        var folder = disk?.Path ?? Directory.CreateTempSubdirectory("sluice-fire-").FullName;
        var server = await PrivatePostgres.Start(folder, TimeProvider.System, CancellationToken.None);
        return new Database(server, disk, folder, await server.Database("sluice", CancellationToken.None));
    }

    /// <summary>Ends it as <c>pg_ctl stop -m fast</c> does (INT), or as a power cut would (KILL).</summary>
    public Task<bool> End(string signal) =>
        SmallDisk.Run("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} $(head -n 1 '{Note}')"));

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
