using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Sluice.Bot.Doctor;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Bot.Store;
using Sluice.Bot.Store.Private;
using Sluice.Bot.Visiting;

namespace Sluice.Bot.Tests.Doctor;

/// <summary>An App that was registered at <c>/setup</c> and is known to a private PostgreSQL alone.</summary>
public sealed class PrivateAppTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("sluice-app-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private BotSettings Settings =>
        SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Data:Path", _path)]).Build());

    [Fact]
    public async Task It_is_known_while_the_server_runs_and_to_nobody_afterwards()
    {
        await using (var server = await PrivatePostgres.Start(_path, TimeProvider.System, Stop, durable: false))
        {
            await Register(await server.Database(PrivatePostgres.Name, Stop));

            Assert.Equal(77, (await AppInForce.Of(Settings, Stop))?.Id);
        }

        Assert.Null(await AppInForce.Of(Settings, Stop));
    }

    [Fact]
    public async Task Who_only_looks_makes_nothing()
    {
        Assert.Null(await AppInForce.Of(Settings, Stop));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_path));
    }

    [Fact]
    public async Task Where_the_server_runs_and_none_was_registered_it_is_not_to_be_started()
    {
        await using var server = await PrivatePostgres.Start(_path, TimeProvider.System, Stop, durable: false);
        await server.Database(PrivatePostgres.Name, Stop);
        using var network = new SocketsHttpHandler();

        var last = (await new Checkup(Settings, network, TimeProvider.System).All(Stop))[^1];
        Assert.Equal(("no GitHub App is registered yet", "open /setup of ./sluice serve in a browser"), (last.Says, last.Do));
    }

    [Fact]
    public async Task Without_the_server_it_is_said_what_to_start()
    {
        using var network = new SocketsHttpHandler();

        var last = (await new Checkup(Settings, network, TimeProvider.System).All(Stop))[^1];
        Assert.StartsWith("start ./sluice serve", last.Do, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>As <c>/setup</c> does.</summary>
    private async Task Register(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await PostgresStore.TryMigrate(source, Stop);
        using var key = RSA.Create(2048);
        Assert.True(
            await new StoredApp(source, new Sealing(SetupKey.Of(Settings, isPrivate: true)!, "app")).Keep(
                new Registered(77, "sluice", key.ExportRSAPrivateKeyPem(), "secret", null, null),
                Stop
            )
        );
    }
}
