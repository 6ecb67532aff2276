using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Sluice.Hub.Control;
using Sluice.Hub.Git;
using Sluice.Hub.GitHttp;
using Sluice.Hub.Hooks;
using Sluice.Hub.Limits;
using Sluice.Hub.Model;
using Sluice.Hub.Pages;
using Sluice.Hub.Payloads;
using Sluice.Hub.Rest;

namespace Sluice.Hub;

/// <summary>A GitHub on this machine: a world, and its faces over HTTP on the loopback address.</summary>
public sealed class HubServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Clockwork _clockwork;
    private readonly HubFolder _folder;
    private readonly RestFace _rest;
    private readonly RestFace _control;
    private readonly GitFace _git;
    private readonly PageFace _pages;
    private readonly SignInFace _signIn;
    private readonly ConcurrentQueue<Exception> _faults = new();

    private HubServer(WebApplication application, World world, Seeded seeded, HubFolder folder, int kept)
    {
        (_application, World, Seeded, _folder) = (application, world, seeded, folder);
        Wire = new Wire(application.Urls.First(), application.Urls.First());
        Requests = new RequestLog(kept);
        _clockwork = new Clockwork(world, _faults.Enqueue);
        Deliveries = new Deliveries(world, Wire);
        Hooks = new HookSender(world, Deliveries);
        WorkflowTokens = new WorkflowTokens(world, () => Wire.Web);
        var gatehouse = new Gatehouse(world, Toll);
        var routes = Faces.All(this, gatehouse);
        Operations = [.. routes.All.Select(r => $"{r.Method} {r.Pattern}")];
        WorkflowTokens.Map(routes);
        _rest = new RestFace(world, Wire, routes, Requests, gatehouse);
        _control = new RestFace(world, Wire, ControlApi.All(this), new RequestLog(0));
        _git = new GitFace(world, Wire, Requests);
        _pages = new PageFace(world);
        _signIn = new SignInFace(world);
    }

    /// <summary>Root of the API, of git and of the pages, without a slash at the end.</summary>
    public string Url => Wire.Api;

    public World World { get; }

    public Wire Wire { get; }

    /// <summary>The requests to the API and to git, as many as are kept.</summary>
    public RequestLog Requests { get; }

    /// <summary>What the API offers, as "METHOD pattern".</summary>
    public IReadOnlyList<string> Operations { get; }

    /// <summary>The rate limits, on with GitHub's numbers.</summary>
    public Toll Toll { get; } = new();

    /// <summary>Webhooks: what was sent, and a way for code in this process to receive them.</summary>
    public Deliveries Deliveries { get; }

    /// <summary>What brings webhooks to the Apps' addresses.</summary>
    public HookSender Hooks { get; }

    /// <summary>What GitHub Actions signs for its jobs.</summary>
    public WorkflowTokens WorkflowTokens { get; }

    /// <summary>The hub's own faults, answered with 500: a sound hub has none.</summary>
    public IReadOnlyCollection<Exception> Faults => _faults;

    /// <summary>What the world began with: the repository, the App and its credentials, the people's tokens.</summary>
    public Seeded Seeded { get; }

    public Repository Shop => Seeded.Shop;

    public App App => Seeded.App;

    public Installation Installation => Seeded.Installation;

    /// <summary>The App's private key in PKCS#1 PEM, as GitHub gives it out.</summary>
    public string PrivateKeyPem => Seeded.PrivateKeyPem;

    public string WebhookSecret => App.WebhookSecret;

    /// <summary>
    /// Nobody reaches it: connections to the API, to git and to the pages are cut, and nothing is done that they ask for.
    /// </summary>
    public bool IsAway { get; set; }

    /// <summary>So much later it takes up each request to the API, to git and to the pages, as if it were far away.</summary>
    public TimeSpan Distance { get; set; }

    /// <summary>A personal token for each of the people, by login.</summary>
    public SortedDictionary<string, string> Tokens => Seeded.Tokens;

    /// <summary>An address that plain git clones with.</summary>
    public string CloneUrl(string login, string repository = "acme/shop") =>
        $"{Url.Replace("://", $"://x-access-token:{Tokens[login]}@", StringComparison.Ordinal)}/{repository}.git";

    public static async Task<HubServer> Start(HubOptions? options = null)
    {
        options ??= new HubOptions();
        HubServer? hub = null;
        HubFolder? folder = null;
        var application = Build(options.Port, context => hub is null ? NotYet(context) : hub.Answer(context));
        try
        {
            // First the port: whoever holds it may be a hub on the same folder.
            await application.StartAsync();
            folder = HubFolder.Take(options.DataDirectory);
            var world = new World(options.TimeProvider, options.Seed, (name, _) => BareGit.Create(folder.Place(name), "main"))
            {
                Delays = options.Delays,
            };
            return hub = new HubServer(application, world, Seeded.Plant(world, options), folder, options.KeptRequests);
        }
        catch
        {
            await application.DisposeAsync();
            folder?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clockwork.Dispose();
        await Hooks.DisposeAsync();
        WorkflowTokens.Dispose();
        await _application.DisposeAsync();
        foreach (var repository in World.Repositories.Values)
            (repository.Git as IDisposable)?.Dispose();
        _folder.Dispose();
    }

    private static WebApplication Build(int port, RequestDelegate answer)
    {
        // Empty: neither the environment nor a settings file of whoever starts it has a say in where it listens.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null;
            // A client that packs slowly on a busy machine is no attacker.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        var application = builder.Build();
        application.Run(answer);
        return application;
    }

    private static Task NotYet(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private async Task Answer(HttpContext context)
    {
        try
        {
            await Route(context);
        }
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested)
        {
            _faults.Enqueue(fault);
            throw;
        }
    }

    private async Task Route(HttpContext context)
    {
        var isControl = context.Request.Path.StartsWithSegments("/_hub", StringComparison.Ordinal);
        if (IsAway && !isControl)
        {
            context.Abort();
            return;
        }

        if (Distance > TimeSpan.Zero && !isControl)
        {
            await Task.Delay(Distance, World.Time, context.RequestAborted).ConfigureAwait(false);
        }

        await Face(context, isControl).ConfigureAwait(false);
    }

    private Task Face(HttpContext context, bool isControl)
    {
        if (GitFace.Serves(context.Request))
            return _git.Answer(context);
        if (_pages.Serves(context.Request))
            return _pages.Answer(context);
        if (SignInFace.Serves(context.Request))
            return _signIn.Answer(context);
        if (ManifestApi.Serves(context.Request))
            return ManifestApi.Answer(World, Shop.Owner, context);
        return isControl ? _control.Answer(context) : _rest.Answer(context);
    }
}
