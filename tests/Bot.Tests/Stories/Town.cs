using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Tests.Store;
using Sluice.Hub;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>A GitHub with a repository, a CI that finds every tree good, and the bot beside it.</summary>
internal sealed class Town : IAsyncDisposable
{
    private readonly string? Database;
    private readonly IDisposable _ci;
    private readonly int _port;
    private BotHost? _bot;

    private Town(HubServer hub, string? database, int port)
    {
        (Hub, Database, _port) = (hub, database, port);
        _ci = hub.World.Subscribe(happened =>
        {
            if (happened is WorkflowJobChange { Did: "queued", Job: var job })
            {
                _ = Task.Run(() => hub.World.Do(() =>
                {
                    hub.World.Actions.Start(job);
                    hub.World.Actions.Finish(job, "success", new CheckOutput("Good", "Good", null));
                    return true;
                }));
            }
        });
    }

    public HubServer Hub { get; }

    /// <param name="server">Null: the bot runs a PostgreSQL of its own.</param>
    public static async Task<Town> Found(TestPostgres? server)
    {
        var port = FreePort();
        var hub = await HubServer.Start(new HubOptions { Seed = 7, WebhookUrl = $"http://127.0.0.1:{port}/webhooks" });
        hub.World.Do(() =>
        {
            hub.World.Actions.Add(hub.Shop, "ci", "push", ["test"], "sluice/queue/**");
            hub.World.Actions.Add(hub.Shop, "ci on pull requests", "pull_request", ["test"]);
            return true;
        });
        return new(hub, server is null ? null : await server.Create(), port);
    }

    public string Data { get; } = Directory.CreateTempSubdirectory("sluice-town-").FullName;

    /// <summary>Of a bot that works here.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["urls"] = $"http://127.0.0.1:{_port}",
        ["GitHub:ApiUrl"] = Hub.Url,
        ["GitHub:WebUrl"] = Hub.Url,
        ["GitHub:AppId"] = Hub.App.Id.ToString(CultureInfo.InvariantCulture),
        ["GitHub:PrivateKey"] = Hub.PrivateKeyPem,
        ["GitHub:WebhookSecret"] = Hub.WebhookSecret,
        ["Database:ConnectionString"] = Database,
        ["Data:Path"] = Data,
        ["Pace:SweepSeconds"] = "5",
    };

    /// <summary>In this process.</summary>
    public async Task StartBot() => _bot = await BotHost.Start([], Settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));

    public Pull Open(string branch, string path, string text) => Hub.World.Do(() =>
    {
        var cleo = new Caller.User(Hub.World.Accounts["cleo"]);
        var git = Hub.Shop.Git;
        var start = Hub.Shop.History.Between(Zero.Sha, Hub.Shop.Branch("main")!)[0];
        var by = new Signature("Cleo", "cleo@acme.example", Hub.World.Now);
        var tree = TreeEdit.Apply(git, start.Tree, new SortedDictionary<string, string?>(StringComparer.Ordinal) { [path] = text });
        var commit = git.Write(new CommitDraft(tree, [start.Sha], by, by, $"Add {path}\n"));
        Assert.Null(Hub.World.Refs.Move(cleo, Hub.Shop, [new RefMove($"refs/heads/{branch}", Zero.Sha, commit)], "push"));
        return Must(Hub.World.Pulls.Open(cleo, Hub.Shop, new PullDraft($"Add {path}", branch, "main", "")));
    });

    public void Approve(Pull pull) => Hub.World.Do(() =>
        Must(Hub.World.Reviews.Submit(new Caller.User(Hub.World.Accounts["ada"]), pull, ReviewState.Approved, "Good.")));

    public void Queue(Pull pull) => Hub.World.Do(() => Must(Hub.World.Labels.Put(new Caller.User(Hub.World.Accounts["ada"]), pull, ["queue"])));

    /// <summary>Waits until something is so in the world; it is looked at after each event.</summary>
    public async Task Until(Func<bool> isSo, string what, Func<string>? otherwise = null)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = Hub.World.Subscribe(_ => Look());
        Look();
        try
        {
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(150), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{what}: not within 150 s. {otherwise?.Invoke()}");
        }

        void Look()
        {
            if (Hub.World.Do(isSo))
            {
                reached.TrySetResult();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_bot is not null)
        {
            await _bot.DisposeAsync();
        }

        _ci.Dispose();
        await Hub.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static T Must<T>(Answer<T> answer) =>
        answer.Refusal is { } refusal ? throw new InvalidOperationException($"the hub refused: {refusal.Message}") : answer.Value;
}
