using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Api;
using Sluice.Bot.Mcp;
using Sluice.Bot.Pages;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Telemetry;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Visiting;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Visiting;

/// <summary>
/// The web face over a database that knows two repositories of the hub: acme/shop, which is public, and acme/vault, which is private and which
/// dan may not read. No turn runs.
/// </summary>
internal sealed class Front : IAsyncDisposable
{
    /// <summary>A token that the operator made, for reading everything of acme.</summary>
    public const string Reader = "a token for reading";

    /// <summary>One for uploading targets and readings to the shop.</summary>
    public const string Uploader = "a token for targets";

    private readonly WebApplication _app;

    private Front(HubServer hub, Hub.Model.Repository vault, WebApplication app, PostgresStore store)
    {
        (Hub, Vault, _app, Store) = (hub, vault, app, store);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HubServer Hub { get; }

    public Hub.Model.Repository Vault { get; }

    public PostgresStore Store { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public string Address => _app.Urls.First();

    public static async Task<Front> Open(TestPostgres server, Action<IEndpointRouteBuilder>? more = null, params (string Key, string Value)[] settings)
    {
        var hub = await HubServer.Start();
        var vault = hub.World.Do(() =>
        {
            var made = Sluice.Hub.Seed.Repository(hub.World, hub.Shop.Owner, "vault", null);
            (made.IsPrivate, made.BaseRole) = (true, Role.None);
            made.Collaborators.Remove("dan");
            return made;
        });
        var source = Npgsql.NpgsqlDataSource.Create(await server.Create());
        var store = new PostgresStore(source, TimeProvider.System);
        await store.Fold([Fact(hub, hub.Shop), Fact(hub, vault), Some.PullFact(hub.Shop.Id, 3, 1), Some.PullFact(vault.Id, 1, 1, "Launch codes")], Stop);
        var app = Build(hub, store, source, settings);
        app.MapAccess();
        app.MapMetrics();
        app.MapReads();
        app.MapTargets();
        app.MapMcp();
        app.MapReadings();
        app.MapPages();
        more?.Invoke(app);
        await app.StartAsync(Stop);
        return new(hub, vault, app, store);
    }

    /// <param name="token">Null: none is shown.</param>
    public async Task<HttpResponseMessage> Get(string path, string? token = null, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await Send(request, token, cookie);
    }

    public async Task<HttpResponseMessage> Send(HttpRequestMessage request, string? token = null, string? cookie = null)
    {
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await Http.SendAsync(request, Stop);
    }

    public async Task<HttpStatusCode> Status(string path, string? token = null, string? cookie = null)
    {
        using var answer = await Get(path, token, cookie);
        return answer.StatusCode;
    }

    /// <summary>How often GitHub was asked for a repository.</summary>
    public int Asked(string fullName) => Hub.Requests.Entries.Count(entry => entry.Path == $"/repos/{fullName}");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Hub.DisposeAsync();
    }

    private static WebApplication Build(HubServer hub, PostgresStore store, Npgsql.NpgsqlDataSource source, (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["GitHub:ApiUrl"] = hub.Url,
            ["GitHub:WebUrl"] = hub.Url,
            ["GitHub:ClientId"] = hub.App.ClientId,
            ["GitHub:ClientSecret"] = hub.App.ClientSecret,
            ["Operators"] = "ada",
            ["Api:Tokens:reader:Sha256"] = Digest(Reader),
            ["Api:Tokens:reader:Scopes"] = "read",
            ["Api:Tokens:reader:Repositories"] = "ACME/*",
            ["Api:Tokens:uploader:Sha256"] = Digest(Uploader),
            ["Api:Tokens:uploader:Scopes"] = "targets,readings",
            ["Api:Tokens:uploader:Repositories"] = "acme/shop",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value)));
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton<Turns.Ports.IStore>(store);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Turns.Ports.IBell>(new Rung());
        var read = SettingsReader.Read(builder.Configuration);
        builder.Services.AddSingleton(read);
        builder.Services.AddAccess(read.GitHub);
        builder.Services.AddSingleton(source);
        builder.Services.AddTelemetry();
        return builder.Build();
    }

    private static Turns.Ports.RepositoryFact Fact(HubServer hub, Hub.Model.Repository repo) =>
        new(repo.Id, 1, new Flow.Repo.Repository(repo.Id, "acme", repo.Name, hub.Installation.Id, repo.IsPrivate, "main"));

    /// <summary>Nobody takes a turn here.</summary>
    private sealed class Rung : Turns.Ports.IBell
    {
        public Task Ring(IReadOnlyCollection<Flow.Repo.Subject> subjects, CancellationToken stop) => Task.CompletedTask;

        public Task SetAlarm(Flow.Repo.Subject subject, DateTimeOffset? at, CancellationToken stop) => Task.CompletedTask;
    }

    private static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
