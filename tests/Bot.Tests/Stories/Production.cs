using System.Threading.Channels;
using Sluice.Cli.Demo;
using Sluice.Hub;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>
/// A deployer and a fleet of two tracks: of a hundred requests a beat one fails, and forty where the tree that is deployed holds a file
/// that says <c>fails in production</c>. Its counters are answered as Prometheus would.
/// </summary>
internal sealed class Production : IAsyncDisposable
{
    private const string Defect = "fails in production\n";
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly HubServer _hub;
    private readonly Repository _shop;
    private readonly Counters _counters;
    private readonly MetricsFace _face;
    private readonly IDisposable _subscription;
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<Deployment> _asked = Channel.CreateUnbounded<Deployment>();
    private readonly Task _deploying;
    private readonly Task _serving;
    private bool? _canaryFails;
    private bool _stableFails;
    private bool _isBroken;
    private Listening _listens;

    private Production(HubServer hub, Repository shop, Counters counters, MetricsFace face)
    {
        (_hub, _shop, _counters, _face) = (hub, shop, counters, face);
        _subscription = hub.World.Subscribe(happened =>
        {
            switch (happened)
            {
                case DeploymentChange { Deployment: var deployment }
                    when deployment.Repository == shop && _listens == Listening.ToDeployments:
                    _asked.Writer.TryWrite(deployment);
                    break;
                case WorkflowJobChange
                {
                    Did: "completed",
                    Job: { Conclusion: "success", Run: { Event: "workflow_dispatch" or "repository_dispatch" } run }
                } when run.Repository == shop:
                    Run(run);
                    break;
            }
        });
        (_deploying, _serving) = (Deploy(), Serve());
    }

    public string MetricsUrl => _face.Url;

    /// <summary>What makes it begin.</summary>
    public Listening Listens
    {
        get => _hub.World.Do(() => _listens);
        set => _hub.World.Do(() => _listens = value);
    }

    /// <summary>Whatever is deployed fails, and changes nothing.</summary>
    public bool IsBroken
    {
        get => _hub.World.Do(() => _isBroken);
        set => _hub.World.Do(() => _isBroken = value);
    }

    /// <summary>The metrics answer that they are not well, from now on.</summary>
    public void Silence() => _face.IsDown = true;

    /// <param name="of">Null: the shop.</param>
    public static async Task<Production> Begin(HubServer hub, Repository? of = null)
    {
        var counters = new Counters(TimeProvider.System);
        return new Production(hub, of ?? hub.Shop, counters, await MetricsFace.Start(counters));
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        _asked.Writer.Complete();
        await _end.CancelAsync();
        await Task.WhenAll(_deploying, _serving);
        await _face.DisposeAsync();
        _end.Dispose();
    }

    private async Task Deploy()
    {
        await foreach (var deployment in _asked.Reader.ReadAllAsync())
        {
            _hub.World.Do(() =>
            {
                Tell(deployment, "in_progress");
                if (_isBroken)
                {
                    Tell(deployment, "failure");
                    return false;
                }

                Take(deployment.Environment, deployment.Sha);
                Tell(deployment, "success");
                return true;
            });
        }
    }

    /// <summary>
    /// A run of the workflow that deploys ended well. To an event it answers with a deployment status, as its workflow would.
    /// </summary>
    private void Run(WorkflowRun run)
    {
        Take((string)run.Given["environment"]!, (string)run.Given["sha"]!);
        if (run.Event == "repository_dispatch")
        {
            Tell(_shop.Deployments[(long)run.Given["deployment_id"]!], "success");
        }
    }

    private void Take(string environment, string commit)
    {
        if (environment == "canary")
        {
            _canaryFails = Fails(commit);
        }
        else
        {
            _stableFails = Fails(commit);
        }
    }

    private async Task Serve()
    {
        using var beat = new PeriodicTimer(Beat);
        while (!_end.IsCancellationRequested)
        {
            var (stable, canary) = _hub.World.Do(() => (_stableFails, _canaryFails));
            Add("stable", stable);
            if (canary is { } fails)
            {
                Add("canary", fails);
            }

            _counters.Sample();
            await beat.WaitForNextTickAsync(_end.Token).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private void Add(string track, bool fails)
    {
        _counters.Add("http_requests_total", track, "/", 100);
        _counters.Add("http_errors_total", track, "/", fails ? 40 : 1);
    }

    private bool Fails(string commit)
    {
        var git = _shop.Git;
        return TreeEdit
            .Files(git, git.Commit(commit)!.Tree)
            .Any(file => System.Text.Encoding.UTF8.GetString(git.Blob(file.Entry.Sha)!) == Defect);
    }

    private void Tell(Deployment deployment, string state) =>
        _hub.World.Deployments.Tell(
            new Caller.User(_hub.World.Accounts["ada"]),
            deployment,
            new DeploymentWord(state) { AutoInactive = false }
        );
}

internal enum Listening
{
    ToDeployments,
    ToDispatches,
    ToNothing,
}
