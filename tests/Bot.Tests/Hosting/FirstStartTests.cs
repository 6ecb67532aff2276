using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Stories;

namespace Sluice.Bot.Tests.Hosting;

public sealed class FirstStartTests(TestPostgres server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>So begins everybody: it is nothing to be warned of, however long it takes.</summary>
    [Fact]
    public async Task An_empty_database_that_this_process_sets_up_is_no_warning()
    {
        var database = await server.Create(empty: true);
        await using var owner = NpgsqlDataSource.Create(database);
        await using var another = await owner.OpenConnectionAsync(Stop);
        await Run(another, "begin; create table migrations (number int)"); // until that is over nobody else makes it
        var (port, log) = (Loopback.FreePort(), new BotLog());
        var starting = BotHost.Start(
            [$"--urls=http://127.0.0.1:{port}"],
            new Dictionary<string, string?> { ["Database:ConnectionString"] = database },
            builder => builder.Logging.ClearProviders().AddProvider(log),
            stop: Stop
        );
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        Assert.Contains("is being set up", await Readiness(http, starting), StringComparison.Ordinal);

        await Run(another, "rollback");
        await using var bot = await starting.WaitAsync(TimeSpan.FromSeconds(60), Stop);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz", Stop)).StatusCode);
        Assert.Empty(log.ToString());
    }

    [Fact]
    public async Task Where_the_port_is_taken_nothing_is_made()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var path = Path.Combine(Path.GetTempPath(), $"sluice-none-{Guid.NewGuid():n}");

        var refusal = await Assert.ThrowsAsync<SettingsException>(() =>
            BotHost.Start([$"--urls=http://{holder.LocalEndpoint}"], new Dictionary<string, string?> { ["Data:Path"] = path }, stop: Stop)
        );
        Assert.StartsWith("ASPNETCORE_URLS: another process listens", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
    }

    /// <summary>Once it answers.</summary>
    private static async Task<string> Readiness(HttpClient http, Task<BotHost> starting)
    {
        while (true)
        {
            Assert.False(starting.IsCompleted, $"{starting.Exception}");
            try
            {
                using var ready = await http.GetAsync("/readyz", Stop);
                return await ready.Content.ReadAsStringAsync(Stop);
            }
            catch (HttpRequestException)
            {
                // it does not listen yet
            }
        }
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
