using System.Security.Cryptography;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;
using Sluice.Turns.Ports;
using Installation = Sluice.Hub.Model.Installation;
using Repository = Sluice.Flow.Repo.Repository;

namespace Sluice.Sim.Storms;

/// <summary>
/// One process's line to GitHub: the shipped chain with its limits and tokens, and the doorkeeper at its end. What it lets through happens
/// to the world. A port's call is one request.
/// </summary>
public sealed class Line : IDisposable
{
    private static readonly Uri Root = new("http://github.test/");

    private const string Issuer = "1";

    /// <summary>Any will do, and a short one is soon signed with.</summary>
    private static readonly string Pem = Fresh();

    /// <summary>What asks.</summary>
    public static IReadOnlySet<string> Reads { get; } =
        Names(
            nameof(IGitHub.WhoAmI),
            nameof(IGitHub.Dispatched),
            nameof(IGitHub.Run),
            nameof(IGitHub.Unsigned),
            nameof(IGitHub.NativeQueue),
            nameof(IGitHub.Permission),
            nameof(IGitHub.StandsFor),
            nameof(IGitHub.Rules),
            nameof(IGitHub.Habits),
            nameof(IGitHub.OpenPulls),
            nameof(IGitHub.Pull),
            nameof(IGitHub.CommentsSince),
            nameof(IGitHub.Checks),
            nameof(IGitHub.Notes),
            nameof(IGitHub.Deployments),
            nameof(IGitHub.Repositories)
        );

    /// <summary>What writes something that people are told of, which GitHub limits more.</summary>
    public static IReadOnlySet<string> Notifies { get; } =
        Names(nameof(IGitHub.PutComment), nameof(IGitHub.Reply), nameof(IGitHub.OpenPull), nameof(IGitHub.PutIssue));

    /// <summary>What writes anything else.</summary>
    public static IReadOnlySet<string> Writes { get; } =
        Names(
            nameof(IGitHub.PutCheck),
            nameof(IGitHub.SetLabels),
            nameof(IGitHub.React),
            nameof(IGitHub.Deploy),
            nameof(IGitHub.SetDeploymentStatus),
            nameof(IGitHub.Dispatch),
            nameof(IGitHub.CancelRuns),
            nameof(IGitHub.Merge),
            nameof(IGitHub.MakeCommit),
            nameof(IGitHub.MakeBranch),
            nameof(IGitHub.Retarget),
            nameof(IGitHub.Enqueue),
            nameof(IGitHub.Dequeue),
            nameof(IGitHub.RerunFailed)
        );

    private readonly GitHubConnection _connection;
    private readonly Installation _installation;

    /// <param name="process">A number of its own for each start of a process.</param>
    /// <param name="key">That of the App, whichever process asks.</param>
    public Line(Doorkeeper door, int process, Installation installation, AppKey key, TimeProvider clock)
    {
        _installation = installation;
        // Nobody waits in virtual time: what would wait is answered with the time.
        var address = new GitHubAddress(Root, Root, Issuer, Pem) { Limits = new RateLimits(Patience: TimeSpan.Zero) };
        _connection = new GitHubConnection(address, key, clock, new Far(door, process));
    }

    public static AppKey Key(TimeProvider clock) => new(Issuer, Pem, clock);

    /// <summary>The port with the line in front of it.</summary>
    public IGitHub Before(IGitHub github) => Relay.Of(github, Meet);

    public void Dispose() => _connection.Dispose();

    private object? Meet(Call call)
    {
        var type = call.Method.ReturnType;
        return Ask(call).GetAwaiter().GetResult() switch
        {
            Answer<Empty>.Later later => GustAnswers.Later(type, later.Until, later.Why, later.Undone),
            Answer<Empty>.Refused refused => GustAnswers.Refused(type, refused.Why, refused.Status),
            _ => call.Through(),
        };
    }

    private Task<Answer<Empty>> Ask(Call call)
    {
        var repo = call.With.Length > 0 ? call.With[0] as Repository : null;
        var path = repo is null ? $"installation/{call.What}" : $"repos/{Api.Part(repo.Owner)}/{Api.Part(repo.Name)}/{call.What}";
        var caller = new Caller(repo?.Installation ?? _installation.Id);
        return Reads.Contains(call.What)
            ? _connection.Api.Get(caller, path, GitHubJson.Default.Empty, CancellationToken.None)
            : _connection.Api.Send(
                caller,
                HttpMethod.Post,
                path,
                new Empty(),
                GitHubJson.Default.Empty,
                GitHubJson.Default.Empty,
                CancellationToken.None,
                Notifies.Contains(call.What)
            );
    }

    private static SortedSet<string> Names(params string[] names) => new(names, StringComparer.Ordinal);

    private static string Fresh()
    {
        using var rsa = RSA.Create(512);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    private sealed class Far(Doorkeeper door, int process) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(door.Answer(request, process));
    }
}
