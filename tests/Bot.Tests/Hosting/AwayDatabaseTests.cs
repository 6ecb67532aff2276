using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sluice.Bot.Health;

namespace Sluice.Bot.Tests.Hosting;

public sealed class AwayDatabaseTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _app = await LocalSite.Start(
            app =>
            {
                app.UseAwayDatabase();
                foreach (var path in new[] { "/acme/shop", "/api/v1/repos/acme/shop/flow", "/mcp" })
                {
                    app.MapGet(path, Ask);
                }

                app.MapGet("/other", Fail);
            },
            services => services.AddSingleton(TimeProvider.System)
        );

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("/api/v1/repos/acme/shop/flow")]
    [InlineData("/mcp")]
    public async Task A_program_is_told_to_come_again(string path)
    {
        using var answer = await Get(path);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        Assert.StartsWith(
            "The database does not answer now.",
            problem.RootElement.GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_person_is_shown_a_page()
    {
        using var answer = await Get("/acme/shop");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("The database does not answer now.", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_ours_is_none_of_the_database()
    {
        using var answer = await Get("/other");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    /// <summary>Frozen, or cut off so that nothing comes back: connections are taken, and nobody says a word.</summary>
    [Fact]
    public async Task Whoever_asks_for_readiness_is_told_so_before_he_gives_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var database = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=x;Database=x;Pooling=false;Timeout=60");
        await using var app = await LocalSite.Start(app => app.MapHealth(hasApp: false), services => services.AddSingleton(database));

        using var answer = await _http
            .GetAsync(new Uri(new Uri(app.Urls.Single()), "/readyz"), Stop)
            .WaitAsync(TimeSpan.FromSeconds(30), Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("not usable: no answer within 3 s", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Get(string path) => _http.GetAsync(new Uri(new Uri(_app.Urls.Single()), path), Stop);

    private static IResult Fail() => throw new NpgsqlException("a statement of ours is wrong");

    /// <summary>Nobody listens there.</summary>
    private static async Task<IResult> Ask()
    {
        await using var database = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Database=x;Pooling=false");
        await using var connection = await database.OpenConnectionAsync(Stop);
        return Results.Ok();
    }
}
