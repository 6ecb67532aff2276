using System.Security.Cryptography;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;
using Sluice.Turns.Ports;
using Installation = Sluice.Hub.Model.Installation;
using Repository = Sluice.Flow.Repo.Repository;

namespace Sluice.Sim.Storms;

/// <summary>
/// One process's line to GitHub: the shipped chain with its limits and tokens, and the doorkeeper at its end. What it lets through happens to the world.
/// A port's call is one request.
/// </summary>
public sealed class Line : IDisposable
{
    private static readonly Uri Root = new("http://github.test/");

    /// <summary>Any will do, and a short one is soon signed with.</summary>
    private static readonly string Key = Pem();

    private readonly GitHubConnection _connection;
    private readonly Installation _installation;

    /// <param name="process">A number of its own for each start of a process.</param>
    public Line(Doorkeeper door, int process, Installation installation, TimeProvider clock)
    {
        _installation = installation;
        // Nobody waits in virtual time: what would wait is answered with the time.
        var address = new GitHubAddress(Root, Root, "1", Key) { Limits = new RateLimits(Patience: TimeSpan.Zero) };
        _connection = new GitHubConnection(address, clock, new Far(door, process));
    }

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
        return IsRead(call.What)
            ? _connection.Api.Get(caller, path, GitHubJson.Default.Empty, CancellationToken.None)
            : _connection.Api.Send(caller, HttpMethod.Post, path, new Empty(), GitHubJson.Default.Empty, GitHubJson.Default.Empty, CancellationToken.None, Notifies(call.What));
    }

    private static bool IsRead(string what) => what is nameof(IGitHub.WhoAmI) or nameof(IGitHub.Dispatched) or nameof(IGitHub.Run) or nameof(IGitHub.Unsigned)
        or nameof(IGitHub.NativeQueue) or nameof(IGitHub.Permission) or nameof(IGitHub.StandsFor) or nameof(IGitHub.Rules) or nameof(IGitHub.Habits)
        or nameof(IGitHub.OpenPulls) or nameof(IGitHub.Pull) or nameof(IGitHub.CommentsSince) or nameof(IGitHub.Checks) or nameof(IGitHub.Notes)
        or nameof(IGitHub.Deployments) or nameof(IGitHub.Repositories);

    private static bool Notifies(string what) => what is nameof(IGitHub.PutComment) or nameof(IGitHub.Reply) or nameof(IGitHub.OpenPull) or nameof(IGitHub.PutIssue);

    private static string Pem()
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
