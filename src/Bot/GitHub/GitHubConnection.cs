using Sluice.Bot.Git;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Graph;
using Sluice.Bot.Operating;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Where GitHub is, and who we are there.</summary>
/// <param name="ApiUrl">REST root; on Enterprise Server it ends with <c>/api/v3</c>.</param>
/// <param name="WebUrl">Where repositories are cloned from.</param>
/// <param name="Issuer">The App's id or client id.</param>
/// <param name="PrivateKey">PEM.</param>
public sealed record GitHubAddress(Uri ApiUrl, Uri WebUrl, string Issuer, string PrivateKey)
{
    public RateLimits Limits { get; init; } = new();

    /// <summary>The key as it is now, where it may change while the process runs; null: it stays.</summary>
    public Func<string>? KeyNow { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public OutageLimits Outage { get; init; } = new();

    /// <summary>Notices that the process stood still; null: nobody else takes its turns.</summary>
    public Pulse? Pulse { get; init; }

    /// <summary>How long a write waits for others, to go with them in one request.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Never shows the key.</summary>
    public override string ToString() => $"{ApiUrl} as {Issuer}";
}

/// <summary>
/// The chain that every request goes through: persistence → signing → rate budget → witness → cache → deadline → primary.
/// </summary>
public sealed class GitHubConnection : IDisposable
{
    private readonly AppKey _key;
    private readonly HttpMessageInvoker _below;
    private readonly HttpMessageInvoker _whole;
    private readonly Uri _web;
    private readonly RateBudget _budget;

    /// <param name="primary">What speaks to the network; tests replace only this.</param>
    public GitHubConnection(GitHubAddress address, TimeProvider clock, HttpMessageHandler primary)
        : this(address, new AppKey(address.Issuer, address.KeyNow ?? (() => address.PrivateKey), clock), clock, primary) { }

    /// <param name="key">The App's, decoded already: that is the dearest part of a start.</param>
    internal GitHubConnection(GitHubAddress address, AppKey key, TimeProvider clock, HttpMessageHandler primary)
    {
        var root = new Uri(address.ApiUrl.AbsoluteUri.TrimEnd('/') + "/");
        _web = new Uri(address.WebUrl.AbsoluteUri.TrimEnd('/') + "/");
        _key = key;
        Outages = new Outages(address.Outage, clock);
        _budget = new RateBudget(
            address.Limits,
            clock,
            new Witness(Outages, new EtagCache(new Deadline(address.Timeout, clock, primary))),
            address.Pulse
        );
        _below = new HttpMessageInvoker(_budget);
        Tokens = new InstallationTokens(root, _below, _key, clock);
        _whole = new HttpMessageInvoker(new Persistence(Outages, clock, new Signing(_key, Tokens, clock, _budget)), disposeHandler: false);
        Api = new Api(root, _whole, clock, address.Pulse);
        Batches = new GraphBatches(Api, address.Linger, clock);
    }

    public InstallationTokens Tokens { get; }

    /// <summary>Whom GitHub does not answer.</summary>
    public Outages Outages { get; }

    internal Api Api { get; }

    internal GraphBatches Batches { get; }

    /// <summary>What GitHub told of the limits, by who asks.</summary>
    public IReadOnlyList<RateReading> Rates() => _budget.Readings();

    /// <summary>The network, without following redirects away from GitHub with our token on them.</summary>
    public static HttpMessageHandler Network() =>
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = System.Net.DecompressionMethods.All,
        };

    /// <summary>Where git fetches a repository from and pushes it to.</summary>
    public Task<Answer<Remote>> Remote(Repository repo, string? refused, CancellationToken stop) =>
        Tokens
            .For(repo.Installation, refused, stop)
            .Map(token => new Remote($"{_web}{Uri.EscapeDataString(repo.Owner)}/{Uri.EscapeDataString(repo.Name)}.git", token));

    public void Dispose()
    {
        _whole.Dispose();
        _below.Dispose();
        _key.Dispose();
    }
}
