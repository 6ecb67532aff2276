using System.Globalization;
using Microsoft.Extensions.Configuration;
using Sluice.Bot.Doctor;
using Sluice.Bot.GitHub;
using Sluice.Bot.Settings;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Doctor;

/// <summary>A hub where all is well, until a test changes something, and what the doctor finds there.</summary>
internal sealed class WellHub(HubServer hub, string database) : IAsyncDisposable
{
    public const string Address = "https://sluice.example";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HubServer Hub => hub;

    private World World => hub.World;

    /// <param name="database">Where the bot's own is.</param>
    public static async Task<WellHub> Start(string database)
    {
        var well = new WellHub(await HubServer.Start(new HubOptions { IsGuarded = true, WebhookUrl = $"{Address}/webhooks" }), database);
        well.Do(() => well.Hub.Shop.Rulesets.Values.Single().Include.Add("~DEFAULT_BRANCH"));
        return well;
    }

    public void Do(Action work) =>
        World.Do(() =>
        {
            work();
            return true;
        });

    /// <summary>While nobody is told: the address leads nowhere.</summary>
    public void Commit(string path, string text) =>
        Do(() =>
        {
            Hub.App.WebhookUrl = null;
            var tip = Hub.Shop.Branch("main")!;
            var commit = World.Repos.Commit(Hub.Shop, World.Accounts["ada"], "Change", tip, [KeyValuePair.Create(path, (string?)text)]);
            Assert.Null(World.Refs.Apply(Hub.Shop, [new RefMove("refs/heads/main", tip, commit)], World.Accounts["ada"], "push"));
            Hub.App.WebhookUrl = $"{Address}/webhooks";
        });

    public async Task<(int Asked, int Failed)> Replay(string[] named, List<string> told)
    {
        using var network = GitHubConnection.Network();
        return await new Replay(Settings([]), network, TimeProvider.System).Run(named, told.Add, Stop);
    }

    public async Task<Finding> Unwell(params (string Key, string Value)[] more) =>
        Assert.Single(await Findings(more), each => !each.IsWell);

    public async Task<IReadOnlyList<Finding>> Findings(params (string Key, string Value)[] more)
    {
        using var network = GitHubConnection.Network();
        return await new Checkup(Settings(more), network, TimeProvider.System).All(Stop);
    }

    public BotSettings Settings((string Key, string Value)[] more) =>
        Read([
            ("GitHub:AppId", Hub.App.Id.ToString(CultureInfo.InvariantCulture)),
            ("GitHub:PrivateKey", Hub.PrivateKeyPem),
            ("GitHub:WebhookSecret", Hub.WebhookSecret),
            .. more,
        ]);

    public BotSettings Read((string Key, string Value)[] more)
    {
        var values = new Dictionary<string, string?>
        {
            ["GitHub:ApiUrl"] = Hub.Url,
            ["GitHub:WebUrl"] = Hub.Url,
            ["Web:PublicUrl"] = Address,
            ["Database:ConnectionString"] = database,
        };
        foreach (var (key, value) in more)
        {
            values[key] = value;
        }

        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }

    public async ValueTask DisposeAsync() => await hub.DisposeAsync();
}
