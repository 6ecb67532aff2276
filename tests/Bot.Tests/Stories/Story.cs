using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Settings;
using Sluice.Bot.Tests.Store;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>
/// A GitHub with real git, whose main branch only the bot may move and only after the check "test"; a CI; and the true bot over HTTP on a
/// real database.
/// </summary>
internal sealed class Story : IAsyncDisposable
{
    public const string Check = Guarded.Check;

    /// <summary>The setting that tells where the counters of <see cref="Production"/> are read.</summary>
    public const string Fleet = "Metrics:Sources:fleet:PrometheusUrl";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string? _database;
    private BotHost? _bot;
    private Production? _production;

    private Story(HubServer hub, string? database)
    {
        (Hub, _database) = (hub, database);
        (Ci, Folk, Screen) = (new InstantCi(hub), new Folk(hub), new Screen(hub));
    }

    public HubServer Hub { get; }

    public InstantCi Ci { get; }

    public Folk Folk { get; }

    public Screen Screen { get; }

    public BotLog Log { get; } = new();

    /// <summary>How the bot reaches its books.</summary>
    public string Database => _database ?? throw new InvalidOperationException("the bot has a PostgreSQL of its own");

    /// <summary>The bot's folder.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("sluice-story-").FullName;

    /// <summary>Another world than the real one; null: the real one.</summary>
    public Func<BotSettings, IServiceProvider, Outside>? Connect { get; set; }

    public Uri Bot => _bot?.Url ?? throw new InvalidOperationException("the bot is not running");

    /// <summary>What the bot is made of.</summary>
    public IServiceProvider Parts => _bot?.Services ?? throw new InvalidOperationException("the bot is not running");

    public Production Production => _production ?? throw new InvalidOperationException("nothing is deployed");

    /// <param name="server">Null: the bot runs a PostgreSQL of its own.</param>
    /// <param name="policy">Of the shop, <c>.github/sluice.yml</c>; null: it has none.</param>
    public static async Task<Story> Begin(TestPostgres? server, string? policy = null)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["README.md"] = "# shop\n",
            ["src/price.txt"] = "apple 3\n",
        };
        if (policy is not null)
        {
            files[".github/sluice.yml"] = policy;
        }

        var hub = await HubServer.Start(new HubOptions { Seed = 7, Files = files });
        Guarded.Put(hub, hub.Shop);
        return new Story(hub, server is null ? null : await server.Create());
    }

    public async Task<Story> WithBot(params (string Key, string Value)[] more)
    {
        var settings = Settings("http://127.0.0.1:0");
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        _bot = await BotHost.Start(
            [],
            settings,
            builder => builder.Logging.ClearProviders().AddProvider(Log),
            Connect,
            stop: TestContext.Current.CancellationToken
        );
        Hub.World.Do(() => Hub.App.WebhookUrl = $"{_bot.Url}webhooks");
        return this;
    }

    /// <summary>It ends, and GitHub finds nobody who listens.</summary>
    public async Task WithoutBot()
    {
        await _bot!.DisposeAsync();
        _bot = null;
    }

    /// <summary>With a production, whose counters the bot reads from the source <c>fleet</c>.</summary>
    public async Task<Story> WithProduction(params (string Key, string Value)[] more)
    {
        await WithFleet();
        return await WithBot([(Fleet, Production.MetricsUrl), .. more]);
    }

    /// <summary>With a production whose counters nobody reads yet.</summary>
    public async Task<Story> WithFleet()
    {
        _production = await Production.Begin(Hub);
        return this;
    }

    public SortedDictionary<string, string?> Settings(string address)
    {
        var settings = BotProcess.Settings(Hub, address, Data, _database);
        settings["Pace:SweepSeconds"] = "5";
        return settings;
    }

    /// <summary>Waits until something is so in the world.</summary>
    public async Task Until(Func<bool> isSo, string what)
    {
        var began = Stopwatch.GetTimestamp();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!Hub.World.Do(isSo))
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"{what}: did not come to be\n{Screen.Draw()}\n{Log}");
            }

            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What the bot's API says of the shop.</summary>
    public async Task<JsonElement> Get(string path)
    {
        using var http = new HttpClient();
        using var answer = JsonDocument.Parse(
            await http.GetStringAsync(new Uri(Bot, $"api/v1/repos/{Hub.Shop.FullName}{path}"), TestContext.Current.CancellationToken)
        );
        return answer.RootElement.Clone();
    }

    /// <summary>Two pull requests from forks that are queued at once, while CI is held.</summary>
    public async Task<Pull[]> QueueTwoForks()
    {
        Pull[] guests = [Folk.OpenFromFork("docs/one.md"), Folk.OpenFromFork("docs/two.md")];
        await Until(() => guests.All(guest => guest.Labels.ContainsKey("risk/low")), "the forks' heads are known");
        await UntilLaterThan(guests[1].CreatedAt);
        Ci.Hold();
        Assert.All(guests, guest => Folk.Queue(guest));
        return guests;
    }

    /// <summary>GitHub's clock tells seconds: what comes next has a later time than this.</summary>
    public Task UntilLaterThan(DateTimeOffset time) => Until(() => Hub.World.Now >= time.AddSeconds(1), "a second has gone by");

    /// <summary>All of these are on main, and everything that the bot shows says so.</summary>
    public Task UntilLanded(params Pull[] pulls) =>
        Until(
            () =>
                pulls.All(pull =>
                    pull.IsMerged
                    && Screen.Ended(pull, "success")
                    && Screen.Record(pull)?["landed_sha"] is not null
                    && !pull.Labels.ContainsKey("queue")
                ),
            $"{string.Join(", ", pulls.Select(pull => $"#{pull.Number}"))} landed"
        );

    public async ValueTask DisposeAsync()
    {
        if (_production is not null)
        {
            await _production.DisposeAsync();
        }

        if (_bot is not null)
        {
            await _bot.DisposeAsync();
        }

        await Ci.DisposeAsync();
        await Hub.DisposeAsync();
        DataFolder.Delete(Data);
    }
}

/// <summary>A story that the tests of a class share: one bot, and a shop without a policy.</summary>
public sealed class OpenShop(TestPostgres server) : IAsyncLifetime
{
    internal Story Story { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Story = await (await Story.Begin(server)).WithBot();

    public ValueTask DisposeAsync() => Story.DisposeAsync();
}
