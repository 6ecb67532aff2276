using System.Net;
using System.Security.Cryptography;
using System.Text;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Chain;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.GitHub;

/// <summary>The network's end: answers as a test tells it to, and remembers what was asked.</summary>
public sealed class Wire : HttpMessageHandler
{
    private static readonly string Pem = NewKey();

    private readonly Lock _gate = new();
    private readonly List<(string Ask, Queue<Func<HttpRequestMessage, HttpResponseMessage>> Replies)> _routes = [];
    private readonly List<Asked> _asked = [];

    /// <param name="longestStill">After how long without a beat the process stood still; null: it never does.</param>
    public Wire(RateLimits? limits = null, TimeSpan? longestStill = null)
    {
        Clock = new HandClock();
        Pulse = longestStill is { } longest ? new Pulse(longest, Clock) : null;
        Connection = new GitHubConnection(
            new GitHubAddress(new Uri("https://api.github.com"), new Uri("https://github.com"), "4711", Pem)
            {
                Limits = limits ?? new RateLimits(),
                Linger = TimeSpan.Zero,
                Pulse = Pulse,
            },
            Clock,
            this
        );
        Client = new GitHubClient(Connection);
        Reply("GET /app", """{"id":99,"slug":"sluice"}""");
        Reply("GET /app/installations?per_page=100", """[{"id":1,"suspended_at":null}]""");
        Reply("GET /users/sluice%5Bbot%5D", """{"id":990,"login":"sluice[bot]","type":"Bot"}""");
        Tokens(() =>
            (HttpStatusCode.Created, $$"""{"token":"ghs_{{++TokensMade}}","expires_at":"{{Clock.Now.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}"}""")
        );
    }

    public static Repository Repo { get; } = new(7, "acme", "shop", 1, false, "main");

    /// <summary>One of which GraphQL's id is not known.</summary>
    public static PullRequest Pull { get; } =
        new(
            3,
            "",
            "pears",
            "",
            new Actor(5, "cleo"),
            new Sha(new string('c', 40)),
            "pears",
            7,
            "main",
            false,
            true,
            false,
            null,
            [],
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch
        );

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HandClock Clock { get; }

    public Pulse? Pulse { get; }

    public GitHubConnection Connection { get; }

    public GitHubClient Client { get; }

    public int TokensMade { get; private set; }

    /// <summary>What was asked, the App's own errands left out.</summary>
    public IReadOnlyList<Asked> Asked
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _asked.Where(asked =>
                        !asked.What.Contains(" /app", StringComparison.Ordinal)
                        && !asked.What.Contains(" /users/", StringComparison.Ordinal)
                    ),
                ];
            }
        }
    }

    /// <summary>From now on, tokens come of this.</summary>
    public void Tokens(Func<(HttpStatusCode Status, string Body)> make)
    {
        const string ask = "POST /app/installations/1/access_tokens";
        lock (_gate)
        {
            _routes.RemoveAll(route => route.Ask == ask);
        }

        Route(ask, _ => make() is var (status, body) ? Answer(status, body) : throw new InvalidOperationException("no token was told"));
    }

    public Wire Reply(string ask, string body, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers) =>
        Route(ask, _ => Answer(status, body, headers));

    /// <summary>Replies to one question are given in the order they were told; the last stays.</summary>
    public Wire Route(string ask, Func<HttpRequestMessage, HttpResponseMessage> reply)
    {
        lock (_gate)
        {
            var known = _routes.FirstOrDefault(route => route.Ask == ask);
            if (known.Replies is null)
            {
                known = (ask, new Queue<Func<HttpRequestMessage, HttpResponseMessage>>());
                _routes.Add(known);
            }

            known.Replies.Enqueue(reply);
        }

        return this;
    }

    public static HttpResponseMessage Answer(HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var what = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        Func<HttpRequestMessage, HttpResponseMessage> reply;
        lock (_gate)
        {
            _asked.Add(
                new Asked(
                    what,
                    body,
                    request.Headers.Authorization?.Parameter ?? "",
                    request.Headers.TryGetValues("If-None-Match", out var tags) ? tags.Single() : null,
                    Clock.Now
                )
            );
            var route = _routes.FirstOrDefault(route => route.Ask == what);
            reply = route.Replies switch
            {
                null => _ => Answer(HttpStatusCode.NotImplemented, $$"""{"message":"no test told an answer to {{what}}"}"""),
                { Count: 1 } only => only.Peek(),
                var several => several.Dequeue(),
            };
        }

        var response = reply(request);
        response.RequestMessage = request;
        return response;
    }

    private static string NewKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportRSAPrivateKeyPem();
    }
}

/// <param name="Token">What it was signed with.</param>
public sealed record Asked(string What, string Body, string Token, string? IfNoneMatch, DateTimeOffset At);
