using System.Globalization;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Cli.Demo;

/// <summary>The demo's deployer: checks out what a deployment names, gives it to the fleet, and says so with deployment statuses.</summary>
internal sealed class Deployer : IAsyncDisposable
{
    private readonly HubServer _hub;
    private readonly Fleet _fleet;
    private readonly TimeSpan _slowness;
    private readonly string _directory;
    private readonly CancellationTokenSource _end = new();
    private readonly IDisposable _subscription;
    private Task _last = Task.CompletedTask;

    public Deployer(HubServer hub, Fleet fleet, Backstage backstage, string directory, TimeSpan slowness)
    {
        (_hub, _fleet, _directory, _slowness) = (hub, fleet, directory, slowness);
        Give("stable", hub.World.Do(() => hub.Shop.Branch("main")!), 0);
        _subscription = hub.World.Subscribe(happened =>
        {
            if (happened is DeploymentChange { Deployment: var deployment })
            {
                _last = _last
                    .ContinueWith(
                        _ => backstage.Work("deployer", () => Deploy(deployment)),
                        _end.Token,
                        TaskContinuationOptions.None,
                        TaskScheduler.Default
                    )
                    .Unwrap();
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _end.CancelAsync();
        await _last.ContinueWith(_ => { }, TaskScheduler.Default);
        _end.Dispose();
    }

    private async Task Deploy(Deployment deployment)
    {
        Tell(deployment, "in_progress");
        await Task.Delay(_slowness, _end.Token);
        var weight = deployment.Payload?["sluice"]?["weight"]?.GetValue<int>() ?? 0;
        Give(deployment.Environment == "canary" ? "canary" : "stable", deployment.Sha, weight);
        Tell(deployment, "success");
    }

    private void Give(string track, string commit, int weight)
    {
        var program = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{track}-{commit}"));
        _hub.World.Do(() => Checkout.Into(program, _hub.Shop, commit));
        _fleet.Deploy(track, program, weight);
    }

    private void Tell(Deployment deployment, string state) =>
        _hub.World.Do(() =>
            _hub.World.Deployments.Tell(
                new Caller.User(_hub.World.Accounts["ada"]),
                deployment,
                new DeploymentWord(state) { AutoInactive = false }
            )
        );
}
