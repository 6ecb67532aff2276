using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Bot.Doctor;
using Sluice.Bot.GitHub;
using Sluice.Bot.Settings;
using Sluice.Bot.Tests.Setup;
using Sluice.Bot.Webhooks;
using Sluice.Hub;

namespace Sluice.Bot.Tests.Doctor;

public sealed class ForgedDeliveriesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_that_is_not_the_Apps_is_told_by_what_the_door_refused()
    {
        await using var hub = await HubServer.Start();
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost(
            "/webhooks",
            new Door(
                () => ["another"],
                (_, _, _) => Task.FromResult(true),
                _ => Task.CompletedTask,
                TimeProvider.System,
                NullLogger<Door>.Instance
            ).Open
        );
        await app.StartAsync(Stop);
        hub.World.Do(() => hub.App.WebhookUrl = $"{app.Urls.First()}/webhooks");
        hub.World.Do(() => hub.World.People.Install(hub.App, hub.World.Accounts["ada"]));

        var forged = new List<Finding>();
        await Registrant.Until(async () => (forged = await Forged(hub, app.Urls.First())).Count > 0);
        Assert.Contains("GitHub__WebhookSecret", Assert.Single(forged).Do, StringComparison.Ordinal);
    }

    private static async Task<List<Finding>> Forged(HubServer hub, string address)
    {
        using var network = GitHubConnection.Network();
        var settings = SettingsReader.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["GitHub:ApiUrl"] = hub.Url,
                        ["GitHub:WebUrl"] = hub.Url,
                        ["Web:PublicUrl"] = address,
                        ["GitHub:AppId"] = hub.App.Id.ToString(CultureInfo.InvariantCulture),
                        ["GitHub:PrivateKey"] = hub.PrivateKeyPem,
                        ["GitHub:WebhookSecret"] = "another",
                    }
                )
                .Build()
        );
        return
        [
            .. (await new Checkup(settings, network, TimeProvider.System).All(Stop)).Where(each =>
                each.Says.Contains("GitHub signs with another secret", StringComparison.Ordinal)
            ),
        ];
    }
}
