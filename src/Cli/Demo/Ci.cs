using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Cli.Demo;

/// <summary>
/// The demo's CI: for every job that the hub queues, a runner checks the pushed tree out and runs the repository's own tests on it.
/// It is slow on purpose, and its network fails the first time that a candidate's test needs it.
/// </summary>
internal sealed class Ci : IAsyncDisposable
{
    private const int Runners = 4;

    private readonly HubServer _hub;
    private readonly TimeSpan _slowness;
    private readonly string _directory;
    private readonly SemaphoreSlim _free = new(Runners);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _running = [];
    private readonly IDisposable _subscription;
    private int _networkUses;

    /// <param name="slowness">How long a run takes at least: what a bigger program's tests would take.</param>
    public Ci(HubServer hub, Backstage backstage, string directory, TimeSpan slowness)
    {
        (_hub, _directory, _slowness) = (hub, directory, slowness);
        _subscription = hub.World.Subscribe(happened =>
        {
            if (happened is WorkflowJobChange { Did: "queued", Job: var job })
            {
                _running.Add(Task.Run(() => backstage.Work("CI", () => Run(job))));
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _end.CancelAsync();
        await Task.WhenAll(_running);
        _free.Dispose();
        _end.Dispose();
    }

    private async Task Run(WorkflowJob job)
    {
        await _free.WaitAsync(_end.Token);
        try
        {
            if (_hub.World.Do(() => _hub.World.Actions.Start(job)))
            {
                var (passed, output) = await Test(job.Run);
                _hub.World.Do(() =>
                    _hub.World.Actions.Finish(
                        job,
                        passed ? "success" : "failure",
                        new CheckOutput(passed ? "All tests passed" : output, output, null)
                    )
                );
            }
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<(bool Passed, string Output)> Test(WorkflowRun run)
    {
        var slow = Task.Delay(_slowness, _end.Token);
        var checkout = Path.Combine(_directory, Path.GetRandomFileName());
        var needsNetwork =
            _hub.World.Do(() => Checkout.Into(checkout, run.Repository, run.HeadSha)).Any(NeedsNetwork) && run.Event == "push";
        var network = needsNetwork && Interlocked.Increment(ref _networkUses) == 1 ? "down" : "up";
        var (passed, lines) = await Shell.Run("sh", ["tests/run"], checkout, [KeyValuePair.Create("CI_NETWORK", network)], "", _end.Token);
        Directory.Delete(checkout, recursive: true);
        await slow;
        return (passed, lines.Count > 0 ? lines[0] : "no output");
    }

    private static bool NeedsNetwork(string file) =>
        file.EndsWith(".test", StringComparison.Ordinal) && File.ReadAllText(file).Contains("CI_NETWORK", StringComparison.Ordinal);
}
