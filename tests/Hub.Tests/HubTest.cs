using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Hub.Hooks;
using Sluice.Hub.Model;
using Sluice.Hub.Tests.Conformance;

namespace Sluice.Hub.Tests;

/// <summary>A hub of its own for each test, and short ways to act on it.</summary>
public abstract class HubTest : IAsyncLifetime
{
    public const string Shop = "/repos/acme/shop";

    private readonly List<Api> _clients = [];
    private readonly ConcurrentQueue<Delivery> _delivered = new();

    public HubServer Hub { get; private set; } = null!;

    public World World => Hub.World;

    protected virtual HubOptions Options =>
        new()
        {
            Delays = Delays.Ordinary with { Mergeable = TimeSpan.FromMilliseconds(20), IndirectMerge = TimeSpan.FromMilliseconds(100) },
            PrivateKeyPem = Keys.One,
        };

    /// <summary>Every webhook of the test's hub to its App, as it set out.</summary>
    public IReadOnlyCollection<Delivery> Delivered => _delivered;

    public async ValueTask InitializeAsync()
    {
        Hub = await HubServer.Start(Options);
        World.Do(() => Hub.Deliveries.Carry(_delivered.Enqueue));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        await Hub.DisposeAsync();
        var faults = _delivered.SelectMany(d => HookDescription.Instance.Faults(d.Event, d.Action, d.Body)).Distinct().ToArray();
        Assert.True(faults.Length == 0, string.Join('\n', faults));
        Assert.Empty(Hub.Faults);
        GC.SuppressFinalize(this);
    }

    public Api As(string login) => Client(Hub.Tokens[login]);

    public Api Nobody() => Client(null);

    public Api Client(string? token)
    {
        var client = new Api(Hub.Url, token);
        _clients.Add(client);
        return client;
    }

    /// <summary>The App itself, by a token it signed.</summary>
    public Api App() => Client(AppToken());

    /// <summary>The App's installation, by a token it asked for over HTTP.</summary>
    public async Task<Api> Bot()
    {
        using var app = new Api(Hub.Url, AppToken());
        var said = await app.Post($"/app/installations/{Hub.Installation.Id}/access_tokens", new { });
        Assert.Equal(HttpStatusCode.Created, said.Status);
        return Client((string)said.Body!["token"]!);
    }

    public string AppToken(int issuedSeconds = -60, int expiresSeconds = 540, string? issuer = null, string algorithm = "RS256")
    {
        var now = World.Now.ToUnixTimeSeconds();
        var header = Segment($$"""{"alg":"{{algorithm}}","typ":"JWT"}""");
        var claims = Segment(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"iat":{{now + issuedSeconds}},"exp":{{now + expiresSeconds}},"iss":"{{issuer ?? Hub.App.ClientId}}"}"""
            )
        );
        using var key = RSA.Create();
        key.ImportFromPem(Hub.PrivateKeyPem);
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Url(signature)}";
    }

    /// <summary>A pull by cleo that writes one file on a branch of its own.</summary>
    public Pull Open(string branch, string file, string content, string by = "cleo") =>
        World.Do(() =>
        {
            var caller = new Caller.User(World.Accounts[by]);
            Assert.False(World.Refs.CommitTo(caller, Hub.Shop, branch, branch, [new(file, content)]).IsRefused);
            return World.Pulls.Open(caller, Hub.Shop, new PullDraft(branch, branch, "main")).Value;
        });

    /// <summary>Pushes one file to a branch as somebody.</summary>
    public string Push(string branch, string file, string content, string by = "ada") =>
        World.Do(() => World.Refs.CommitTo(new Caller.User(World.Accounts[by]), Hub.Shop, branch, "Change", [new(file, content)]).Value);

    public string Tip(string branch = "main") => World.Do(() => Hub.Shop.Branch(branch)!);

    /// <summary>Asks again and again, as a client must, until the answer is the wished one; fails after five seconds.</summary>
    public static async Task<JsonNode> Until(Func<Task<JsonNode>> ask, Func<JsonNode, bool> isIt)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isIt(answer))
                return answer;
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(5), $"Still {answer.ToJsonString()}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static string Segment(string json) => Url(Encoding.UTF8.GetBytes(json));

    private static string Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
