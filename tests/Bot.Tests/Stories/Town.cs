using Microsoft.Extensions.Logging;
using Sluice.Bot.Tests.Store;
using Sluice.Hub;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>A GitHub with a repository, a CI that finds every tree good, and the bot beside it.</summary>
internal sealed class Town : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("sluice-town-").FullName;
    private readonly string _database;
    private readonly IDisposable _ci;
    private readonly int _port;
    private BotHost? _bot;

    private Town(HubServer hub, string database, int port)
    {
        (Hub, _database, _port) = (hub, database, port);
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

    public Uri Url => _bot!.Url;

    public static async Task<Town> Found(TestPostgres server, int port)
    {
        var hub = await HubServer.Start(new HubOptions { Seed = 7, WebhookUrl = $"http://127.0.0.1:{port}/webhooks" });
        hub.World.Do(() =>
        {
            hub.World.Actions.Add(hub.Shop, "ci", "push", ["test"], "sluice/queue/**");
            hub.World.Actions.Add(hub.Shop, "ci on pull requests", "pull_request", ["test"]);
            return true;
        });
        return new(hub, await server.Create(), port);
    }

    public async Task StartBot() => _bot = await BotHost.Start(
        [],
        new Dictionary<string, string?>
        {
            ["urls"] = $"http://127.0.0.1:{_port}",
            ["GitHub:ApiUrl"] = Hub.Url,
            ["GitHub:WebUrl"] = Hub.Url,
            ["GitHub:AppId"] = Hub.App.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["GitHub:PrivateKey"] = Hub.PrivateKeyPem,
            ["GitHub:WebhookSecret"] = Hub.WebhookSecret,
            ["Database:ConnectionString"] = _database,
            ["Data:Path"] = _data,
            ["Pace:SweepSeconds"] = "5",
        },
        builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));

    public async Task StopBot()
    {
        await _bot!.DisposeAsync();
        _bot = null;
    }

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

    /// <summary>Waits until something is so in the world.</summary>
    public async Task Until(Func<bool> isSo, string what)
    {
        var reached = new TaskCompletionSource();
        using var watching = Hub.World.Subscribe(_ => Look());
        Look();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken)
            .ContinueWith(task => task.IsCompletedSuccessfully ? true : throw new TimeoutException($"{what} did not come to be"), TaskScheduler.Default);

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
        Directory.Delete(_data, recursive: true);
    }

    private static T Must<T>(Answer<T> answer) =>
        answer.Refusal is { } refusal ? throw new InvalidOperationException($"the hub refused: {refusal.Message}") : answer.Value;
}
