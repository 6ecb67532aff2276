using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Hub.Git;
using Sluice.Hub.GitHttp;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;
using Sluice.Hub.Rest;

namespace Sluice.Hub;

/// <summary>A GitHub on this machine: a world, and its faces over HTTP on the loopback address.</summary>
public sealed class HubServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Clockwork _clockwork;
    private readonly string _directory;
    private readonly bool _isTemporary;

    private HubServer(WebApplication application, World world, Wire wire, string directory, bool isTemporary)
    {
        (_application, World, Wire, _directory, _isTemporary) = (application, world, wire, directory, isTemporary);
        _clockwork = new Clockwork(world);
    }

    /// <summary>Root of the API, of git and of the pages, without a slash at the end.</summary>
    public string Url => Wire.Api;

    public World World { get; }

    public Wire Wire { get; }

    public RequestLog Requests { get; } = new();

    public Repository Shop { get; private set; } = null!;

    public App App { get; private set; } = null!;

    public Installation Installation { get; private set; } = null!;

    /// <summary>The App's private key in PKCS#1 PEM, as GitHub gives it out.</summary>
    public string PrivateKeyPem { get; private set; } = "";

    public string WebhookSecret => App.WebhookSecret;

    /// <summary>A personal token for each of the people, by login.</summary>
    public SortedDictionary<string, string> Tokens { get; private set; } = [];

    /// <summary>An address that plain git clones with.</summary>
    public string CloneUrl(string login, string repository = "acme/shop") =>
        $"{Url.Replace("://", $"://x-access-token:{Tokens[login]}@", StringComparison.Ordinal)}/{repository}.git";

    public static async Task<HubServer> Start(HubOptions? options = null)
    {
        options ??= new HubOptions();
        var isTemporary = options.DataDirectory is null;
        var directory = Path.Combine(options.DataDirectory ?? Directory.CreateTempSubdirectory("hub-").FullName, "hub");
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        var world = new World(options.TimeProvider, options.Seed, (name, _) => BareGit.Create(Path.Combine(directory, name + ".git"), "main"))
        {
            Delays = options.Delays,
        };
        HubServer? hub = null;
        var application = Build(options.Port, context => hub!.Answer(context));
        await application.StartAsync();
        var url = application.Urls.First();
        hub = new HubServer(application, world, new Wire(url, url), directory, isTemporary);
        hub.Populate(options);
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        _clockwork.Dispose();
        await _application.DisposeAsync();
        foreach (var repository in World.Repositories.Values) (repository.Git as IDisposable)?.Dispose();
        if (_isTemporary) Directory.Delete(Path.GetDirectoryName(_directory)!, recursive: true);
    }

    private static WebApplication Build(int port, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var application = builder.Build();
        application.Run(answer);
        return application;
    }

    private void Populate(HubOptions options)
    {
        using var key = RSA.Create(2048);
        PrivateKeyPem = key.ExportRSAPrivateKeyPem();
        var publicKey = key.ExportSubjectPublicKeyInfoPem();
        World.Do(() =>
        {
            var owner = Seed.Owner(World);
            Shop = Seed.Repository(World, owner, "shop", options.Files?.Select(f => KeyValuePair.Create(f.Key, (string?)f.Value)));
            App = Seed.App(World, owner, publicKey, options.WebhookSecret ?? World.Dice.Letters(32), options.WebhookUrl);
            Installation = World.People.Install(App, owner);
            Tokens = Seed.Tokens(World);
            return true;
        });
        _rest = new RestFace(World, Wire, Faces.All(this), Requests);
        _git = new GitFace(World, Wire, Requests);
    }

    private RestFace _rest = null!;
    private GitFace _git = null!;

    private Task Answer(HttpContext context) => GitFace.Serves(context.Request) ? _git.Answer(context) : _rest.Answer(context);
}
