using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Visiting;

/// <summary>
/// The web face over a database that knows two repositories of the hub: acme/shop, which is public, and acme/vault, which is private and
/// which dan may not read. No turn runs.
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
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HubServer Hub { get; }

    public Hub.Model.Repository Vault { get; }

    public PostgresStore Store { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public string Address => _app.Urls.First();

    public static Task<Front> Open(
        TestPostgres server,
        Action<IEndpointRouteBuilder>? more = null,
        params (string Key, string Value)[] settings
    ) => Open(server, null, more, settings);

    /// <param name="engine">What takes turns, over the database; null: nothing does, and there is no operators' page.</param>
    public static async Task<Front> Open(
        TestPostgres server,
        Action<IServiceCollection, Npgsql.NpgsqlDataSource>? engine,
        Action<IEndpointRouteBuilder>? more = null,
        params (string Key, string Value)[] settings
    )
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
        await store.Fold(
            [Fact(hub, hub.Shop), Fact(hub, vault), Some.PullFact(hub.Shop.Id, 3, 1), Some.PullFact(vault.Id, 1, 1, "Launch codes")],
            Stop
        );
        var app = await Face.Start(
            source,
            store,
            [.. Settings(hub), .. settings.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value))],
            more,
            services => engine?.Invoke(services, source)
        );
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
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Hub.DisposeAsync();
    }

    private static Dictionary<string, string?> Settings(HubServer hub) =>
        new()
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
        };

    private static Turns.Ports.RepositoryFact Fact(HubServer hub, Hub.Model.Repository repo) =>
        new(repo.Id, 1, new Flow.Repo.Repository(repo.Id, "acme", repo.Name, hub.Installation.Id, repo.IsPrivate, "main"));

    private static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
