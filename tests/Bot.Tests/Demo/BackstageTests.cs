using System.Text.Json.Nodes;
using Sluice.Cli.Demo;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Demo;

/// <summary>
/// What works beside the demo and fails there is told: the demo would else wait until its time is over, and blame the machine.
/// </summary>
public sealed class BackstageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-backstage-").FullName;
    private readonly Backstage _backstage = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_deployment_that_cannot_be_read_is_told_as_the_deployers_failure()
    {
        await using var hub = await HubServer.Start();
        await using var fleet = new Fleet(new Counters(TimeProvider.System), _backstage, 1);
        await using var deployer = new Deployer(hub, fleet, _backstage, _folder, TimeSpan.Zero);
        hub.World.Do(() =>
            hub
                .World.Deployments.Create(
                    new Caller.User(hub.World.Accounts["ada"]),
                    hub.Shop,
                    new DeploymentDraft("main") { Payload = new JsonObject { ["sluice"] = new JsonObject { ["weight"] = "half" } } }
                )
                .OrThrow()
        );

        var mishap = await Assert.ThrowsAsync<Mishap>(() => _backstage.Failed.WaitAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("demo: its deployer failed: ", mishap.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_be_run_is_told_as_the_fleets_failure()
    {
        await using var fleet = new Fleet(new Counters(TimeProvider.System), _backstage, 1);
        fleet.Deploy("stable", Path.Combine(_folder, "nowhere"), 0);

        var mishap = await Assert.ThrowsAsync<Mishap>(() => _backstage.Failed.WaitAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("demo: its fleet failed: ", mishap.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"\n{mishap.InnerException}", mishap.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_demo_is_no_failure()
    {
        await _backstage.Work("CI", () => Task.FromCanceled(new CancellationToken(canceled: true)));

        Assert.False(_backstage.Failed.IsCompleted);
    }
}
