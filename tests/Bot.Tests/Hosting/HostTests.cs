using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Hosting;

public sealed class HostTests(TestPostgres server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_credentials_only_setup_health_and_the_closed_door_answer()
    {
        await using var bot = await Start([]);
        using var http = new HttpClient { BaseAddress = bot.Url };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/setup", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SomeApp.Deliver(http, "1")).StatusCode);
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
        await using var bot = await Start(SomeApp.Arguments(), database);
        using var http = new HttpClient { BaseAddress = bot.Url };

        await SomeApp.UntilReady(http, bot.Url);
        Assert.Equal(HttpStatusCode.Accepted, (await SomeApp.Deliver(http, "1")).StatusCode);
        var store = bot.Services.GetRequiredService<IStore>();
        var told = await store.Find<BranchFact>(1, "", "main", Stop);
        Assert.Equal("ec26c3e57ca3a959ca5aad62de7213c562f8c821", told?.Sha?.Hex);

        await store.Fold([told! with { Stamp = told.Stamp + 1, Sha = null }], Stop);
        Assert.Equal(HttpStatusCode.Accepted, (await SomeApp.Deliver(http, "1")).StatusCode);
        Assert.Null((await store.Find<BranchFact>(1, "", "main", Stop))!.Sha);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/setup", Stop)).StatusCode);
    }

    private async Task<BotHost> Start(string[] arguments, string? database = null, string address = "http://127.0.0.1:0") =>
        await BotHost.Start(
            [.. arguments, $"--urls={address}"],
            new Dictionary<string, string?> { ["Database:ConnectionString"] = database ?? await server.Create() },
            builder => builder.Logging.ClearProviders(),
            Unreachable.Everywhere,
            stop: Stop
        );
}
