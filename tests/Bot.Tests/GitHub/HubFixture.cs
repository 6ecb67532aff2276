using Sluice.Bot.Git;
using Sluice.Bot.GitHub;
using Sluice.Flow.Repo;
using Sluice.Hub;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;
using Repository = Sluice.Flow.Repo.Repository;

namespace Sluice.Bot.Tests.GitHub;

/// <summary>A local GitHub, and the bot's client and mirrors beside it, speaking HTTP to each other.</summary>
public sealed class HubFixture : IAsyncDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("sluice-hub-").FullName;

    private HubFixture(HubServer hub)
    {
        Hub = hub;
        Asked = new Conformance(GitHubConnection.Network());
        Connection = new GitHubConnection(
            new GitHubAddress(new Uri(hub.Url), new Uri(hub.Url), $"{hub.App.Id}", hub.PrivateKeyPem) { Timeout = TimeSpan.FromSeconds(5) },
            TimeProvider.System,
            Asked
        );
        Client = new GitHubClient(Connection);
        Mirrors = new Mirrors(
            _home,
            new Sluice.Bot.Git.Signature("sluice[bot]", "sluice@example.invalid"),
            Connection.Remote,
            TimeProvider.System
        );
        Repo = new Repository(hub.Shop.Id, "acme", "shop", hub.Installation.Id, false, "main");
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HubServer Hub { get; }

    public World World => Hub.World;

    public GitHubConnection Connection { get; }

    public GitHubClient Client { get; }

    public Mirrors Mirrors { get; }

    public Repository Repo { get; }

    /// <summary>Everything that the client asked, held against GitHub's own description.</summary>
    public Conformance Asked { get; }

    public static async Task<HubFixture> Open() => new(await HubServer.Start());

    public T Do<T>(Func<T> work) => World.Do(work);

    public void Do(Action work) =>
        World.Do(() =>
        {
            work();
            return true;
        });

    public Caller As(string login) => new Caller.User(World.Accounts[login]);

    /// <summary>A pull by cleo that writes one file on a branch of its own.</summary>
    public Pull OpenPull(string branch, string file = "src/new.txt", string content = "new\n", string by = "cleo") =>
        World.Do(() =>
        {
            Assert.False(World.Refs.CommitTo(As(by), Hub.Shop, branch, branch, [new(file, content)]).IsRefused);
            return World.Pulls.Open(As(by), Hub.Shop, new PullDraft(branch, branch, "main")).Value;
        });

    /// <summary>The pull as the bot's books hold it.</summary>
    public PullRequest Seen(Pull pull) =>
        World.Do(() =>
            new PullRequest(
                pull.Number,
                Sluice.Hub.Payloads.NodeIds.Of("PR", pull.Id),
                pull.Title,
                pull.Body ?? "",
                new Actor(pull.Author.Id, pull.Author.Login),
                new Sha(pull.HeadSha),
                pull.HeadBranch,
                pull.HeadRepository?.Id,
                pull.BaseBranch,
                pull.IsDraft,
                pull.IsOpen,
                pull.IsMerged,
                null,
                [.. pull.Labels.Keys],
                pull.CreatedAt,
                pull.UpdatedAt
            )
        );

    public Sha Tip(string branch = "main") => new(World.Do(() => Hub.Shop.Branch(branch))!);

    public static T Made<T>(Turns.Ports.Answer<T> answer) =>
        answer.Match(
            made => made,
            refused => throw new InvalidOperationException($"refused: {refused.Why}"),
            later => throw new InvalidOperationException($"later: {later.Why}")
        );

    public static async Task<IReadOnlyList<Fact>> Facts(Task<Turns.Ports.Answer<FactPage>> page) => Made(await page).Facts;

    public async ValueTask DisposeAsync()
    {
        await Mirrors.DisposeAsync();
        Connection.Dispose();
        await Hub.DisposeAsync();
        Directory.Delete(_home, recursive: true);
        Assert.Empty(Hub.Faults);
        Assert.Empty(Asked.Faults);
    }
}

/// <summary>A fixture of its own for each test.</summary>
public abstract class HubTests : IAsyncLifetime
{
    protected HubFixture Town { get; private set; } = null!;

    protected static CancellationToken Stop => HubFixture.Stop;

    protected GitHubClient Client => Town.Client;

    protected Repository Repo => Town.Repo;

    public async ValueTask InitializeAsync() => Town = await HubFixture.Open();

    public async ValueTask DisposeAsync()
    {
        await Town.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
