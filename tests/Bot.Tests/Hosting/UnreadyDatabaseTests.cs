using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Stories;

namespace Sluice.Bot.Tests.Hosting;

/// <summary>A database that is not there, not this version's or not to be relied on while the bot starts.</summary>
public sealed class UnreadyDatabaseTests(TestPostgres server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SomeApp.Deliver(http, "1")).StatusCode);

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

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SomeApp.Deliver(http, "1")).StatusCode);
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
            [.. SomeApp.Arguments(), "--urls=http://127.0.0.1:0"],
            new Dictionary<string, string?> { ["Database:ConnectionString"] = database },
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<IHostedService>(_ => new Beside(database, isCut: cuts++ < 2));
            },
            Unreachable.Everywhere,
            stop: Stop
        );
        using var http = new HttpClient { BaseAddress = bot.Url };

        Assert.Equal(3, cuts);
        await SomeApp.UntilReady(http, bot.Url);
        Assert.Equal(HttpStatusCode.Accepted, (await SomeApp.Deliver(http, "1")).StatusCode);
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
}
