using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Stories;
using Sluice.Bot.Webhooks;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Hosting;

public sealed class HostTests(TestPostgres server)
{
    private const string Push =
        """{"repository":{"id":1,"pushed_at":1763640000},"ref":"refs/heads/main","after":"ec26c3e57ca3a959ca5aad62de7213c562f8c821"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_credentials_only_setup_health_and_the_closed_door_answer()
    {
        await using var bot = await Start([]);
        using var http = new HttpClient { BaseAddress = bot.Url };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/setup", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Deliver(http, "1")).StatusCode);
        Assert.Equal("/setup", (await http.GetAsync("/", Stop)).RequestMessage!.RequestUri!.AbsolutePath);
        var elsewhere = await http.GetAsync("/acme/shop", Stop);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Contains("href=\"/setup\"", await elsewhere.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Contains($"{bot.Url}setup", bot.Greeting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_named()
    {
        await using var first = await Start([]);

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Start([], address: first.Url.AbsoluteUri));
        Assert.StartsWith("ASPNETCORE_URLS: another process listens", Assert.Single(refusal.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_waits_for_its_database_says_so_and_lets_webhooks_come_again()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var port = Loopback.FreePort();
        var starting = BotHost.Start(
            [$"--urls=http://127.0.0.1:{port}"],
            new Dictionary<string, string?>
            {
                ["Database:ConnectionString"] = $"Host=127.0.0.1;Port={Loopback.FreePort()};Username=sluice",
            },
            builder => builder.Logging.ClearProviders(),
            stop: stop.Token
        );
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (!await Answers(http))
        {
            Assert.False(starting.IsCompleted, $"{starting.Exception}");
        }

        using var ready = await http.GetAsync("/readyz", Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("does not answer yet", await ready.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Deliver(http, "1")).StatusCode);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.False(await Answers(http));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_whose_database_is_behind_its_version_takes_nothing_in_and_writes_nothing_until_it_is_migrated(
        bool mayMigrate
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var database = await server.Create(empty: true);
        await using var owner = NpgsqlDataSource.Create(database);
        await Migrations.TryApply(owner, [.. Migrations.All.SkipLast(1)], Stop);
        await using var another = await owner.OpenConnectionAsync(Stop); // which is migrating it
        await Run(another, mayMigrate ? $"select pg_advisory_lock({Migrations.Lock})" : "select 1");
        var port = Loopback.FreePort();
        await using var bot = new Starting(
            BotHost.Start(
                [$"--urls=http://127.0.0.1:{port}"],
                new Dictionary<string, string?> { ["Database:ConnectionString"] = mayMigrate ? database : await Reader(owner, database) },
                builder => builder.Logging.ClearProviders(),
                stop: stop.Token
            )
        );
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (!await Answers(http))
        {
            Assert.False(bot.Host.IsFaulted, $"{bot.Host.Exception}");
        }

        using (var ready = await http.GetAsync("/readyz", Stop))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("is behind this version", await ready.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Deliver(http, "1")).StatusCode);
        Assert.Equal((long)Migrations.All.Count - 1, await Run(another, "select count(*) from migrations"));

        await Run(another, "select pg_advisory_unlock_all()");
        await (mayMigrate ? Task.FromResult<string?>(null) : PostgresStore.TryMigrate(owner, Stop));
        await bot.Host.WaitAsync(TimeSpan.FromSeconds(60), Stop);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz", Stop)).StatusCode);
        Assert.Equal((long)Migrations.All.Count, await Run(another, "select count(*) from migrations"));
    }

    /// <summary>A large table takes minutes, and whoever asks whether the process is alive must not end it meanwhile.</summary>
    [Fact]
    public async Task A_process_that_migrates_its_database_itself_says_so_while_it_does()
    {
        var database = await server.Create(empty: true);
        await using var owner = NpgsqlDataSource.Create(database);
        await Migrations.TryApply(owner, [.. Migrations.All.Take(1)], Stop);
        await using var another = await owner.OpenConnectionAsync(Stop);
        await Run(another, "begin; lock table facts"); // which a migration needs
        var port = Loopback.FreePort();
        await using var bot = new Starting(
            BotHost.Start(
                [$"--urls=http://127.0.0.1:{port}"],
                new Dictionary<string, string?> { ["Database:ConnectionString"] = database },
                builder => builder.Logging.ClearProviders(),
                stop: Stop
            )
        );
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (!await Answers(http))
        {
            Assert.False(bot.Host.IsCompleted, $"{bot.Host.Exception}");
        }

        using (var ready = await http.GetAsync("/readyz", Stop))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("is being migrated to this version", await ready.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        await Run(another, "rollback");
        await bot.Host.WaitAsync(TimeSpan.FromSeconds(60), Stop);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_database_that_breaks_off_while_the_bot_starts_does_not_end_it()
    {
        var database = await server.Create();
        var cuts = 0;
        await using var bot = await BotHost.Start(
            ["--urls=http://127.0.0.1:0", "--GitHub:AppId=7", $"--GitHub:PrivateKey={Key()}", "--GitHub:WebhookSecret=secret"],
            new Dictionary<string, string?> { ["Database:ConnectionString"] = database },
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<IHostedService>(_ => new Beside(database, isCut: cuts++ < 2));
            },
            Nobody,
            stop: Stop
        );
        using var http = new HttpClient { BaseAddress = bot.Url };

        Assert.Equal(3, cuts);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await Deliver(http, "1")).StatusCode);
    }

    [Fact]
    public async Task Some_credentials_refuse_the_start()
    {
        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Start(["--GitHub:AppId=7"]));

        Assert.Contains("GitHub__WebhookSecret: it is missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_refuses_the_start()
    {
        var database = await server.Create();
        await using (var source = NpgsqlDataSource.Create(database))
        await using (var newer = source.CreateCommand("insert into migrations (number, name) values (9999, 'newer')"))
        {
            await newer.ExecuteNonQueryAsync(Stop);
        }

        await Assert.ThrowsAsync<SchemaException>(() => Start([], database));
    }

    [Fact]
    public async Task With_an_App_a_delivery_is_stored_before_it_is_answered_and_counts_once()
    {
        var database = await server.Create();
        await using var bot = await Start(["--GitHub:AppId=7", $"--GitHub:PrivateKey={Key()}", "--GitHub:WebhookSecret=secret"], database);
        using var http = new HttpClient { BaseAddress = bot.Url };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await Deliver(http, "1")).StatusCode);
        var store = bot.Services.GetRequiredService<IStore>();
        var told = await store.Find<BranchFact>(1, "", "main", Stop);
        Assert.Equal("ec26c3e57ca3a959ca5aad62de7213c562f8c821", told?.Sha?.Hex);

        await store.Fold([told! with { Stamp = told.Stamp + 1, Sha = null }], Stop);
        Assert.Equal(HttpStatusCode.Accepted, (await Deliver(http, "1")).StatusCode);
        Assert.Null((await store.Find<BranchFact>(1, "", "main", Stop))!.Sha);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/setup", Stop)).StatusCode);
    }

    private static async Task<object?> Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Stop);
    }

    /// <summary>Somebody who may read and write, and not change the schema.</summary>
    private static async Task<string> Reader(NpgsqlDataSource owner, string database)
    {
        var name = $"reader_{Guid.NewGuid():n}";
        await using var connection = await owner.OpenConnectionAsync(Stop);
        await Run(
            connection,
            $"create role {name} login password 'reads'; grant select, insert, update, delete on all tables in schema public to {name}"
        );
        return new NpgsqlConnectionStringBuilder(database) { Username = name, Password = "reads" }.ConnectionString;
    }

    private sealed record Starting(Task<BotHost> Host) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Host.IsCompletedSuccessfully)
            {
                await (await Host).DisposeAsync();
            }
        }
    }

    private static async Task<bool> Answers(HttpClient http)
    {
        try
        {
            return (await http.GetAsync("/healthz", Stop)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<BotHost> Start(string[] arguments, string? database = null, string address = "http://127.0.0.1:0") =>
        await BotHost.Start(
            [.. arguments, $"--urls={address}"],
            new Dictionary<string, string?> { ["Database:ConnectionString"] = database ?? await server.Create() },
            builder => builder.Logging.ClearProviders(),
            Nobody,
            stop: Stop
        );

    private static Outside Nobody(BotSettings settings, IServiceProvider services) =>
        new(
            DispatchProxy.Create<IGitHub, Unreachable>(),
            DispatchProxy.Create<IGit, Unreachable>(),
            DispatchProxy.Create<IMetrics, Unreachable>()
        );

    private static string Key()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportRSAPrivateKeyPem();
    }

    private static async Task<HttpResponseMessage> Deliver(HttpClient http, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks")
        {
            Content = new StringContent(Push, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-GitHub-Delivery", id);
        request.Headers.Add("X-Hub-Signature-256", Signature.Of("secret", Encoding.UTF8.GetBytes(Push)));
        return await http.SendAsync(request, Stop);
    }

    /// <summary>Starts with the bot, and may have its connection cut in that.</summary>
    private sealed class Beside(string database, bool isCut) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync(cancellationToken);
            await Run(connection, isCut ? "select pg_terminate_backend(pg_backend_pid())" : "select 1");
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Nobody answers.</summary>
    public class Unreachable : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new HttpRequestException("unreachable");
    }
}
