using System.Threading.Channels;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bench.Landing;

/// <summary>A GitHub with real git and some repositories, whose main branches only the bot moves, and a CI that finds every tree good as soon as it is asked.</summary>
internal sealed class Town : IAsyncDisposable
{
    private static readonly string[] Authors = ["cleo", "dan", "ben"];

    private readonly Channel<WorkflowJob> _jobs = Channel.CreateUnbounded<WorkflowJob>();
    private readonly IDisposable _subscription;
    private readonly Task _judging;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Town(HubServer hub)
    {
        Hub = hub;
        _subscription = hub.World.Subscribe(happened =>
        {
            if (happened is WorkflowJobChange { Did: "queued", Job: var job })
            {
                _jobs.Writer.TryWrite(job);
            }
        });
        _judging = Judge();
    }

    public HubServer Hub { get; }

    public IReadOnlyList<Repository> Repositories { get; private set; } = [];

    public static async Task<Town> Build(int repositories, string policy)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["README.md"] = "# shop\n", [".github/sluice.yml"] = policy };
        var town = new Town(await HubServer.Start(new HubOptions { Seed = 7, Files = files }));
        town.Repositories = [town.Hub.Shop, .. Enumerable.Range(1, repositories - 1).Select(number => town.Found(number, files))];
        foreach (var repository in town.Repositories)
        {
            Guarded.Put(town.Hub, repository);
        }

        return town;
    }

    /// <summary>CI begins to answer.</summary>
    public void OpenCi() => _open.TrySetResult();

    /// <summary>A pull request that writes a file of its own, approved and labelled.</summary>
    public Pull Queue(Repository repository) => Hub.World.Do(() =>
    {
        var (number, world) = (repository.NextNumber, Hub.World);
        var (author, path) = (new Caller.User(world.Accounts[Authors[number % Authors.Length]]), $"docs/{number}.md");
        Must(world.Refs.CommitTo(author, repository, $"change/{number}", $"Write {path}\n", [KeyValuePair.Create(path, (string?)"new\n")]));
        var pull = Must(world.Pulls.Open(author, repository, new PullDraft($"Write {path}", $"change/{number}", "main", "")));
        var ada = new Caller.User(world.Accounts["ada"]);
        Must(world.Reviews.Submit(ada, pull, ReviewState.Approved, "Good."));
        Must(world.Labels.Put(ada, pull, ["queue"]));
        return pull;
    });

    public async Task Until(Func<bool> isSo, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!Hub.World.Do(isSo))
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(10))
            {
                throw new TimeoutException($"{what}: did not come to be");
            }

            await beat.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        OpenCi();
        _subscription.Dispose();
        _jobs.Writer.Complete();
        await _judging;
        await Hub.DisposeAsync();
    }

    private Repository Found(int number, SortedDictionary<string, string> files) => Hub.World.Do(() =>
        Seed.Repository(Hub.World, Hub.Shop.Owner, $"shop-{number}", files.Select(file => KeyValuePair.Create(file.Key, (string?)file.Value))));

    private async Task Judge()
    {
        await _open.Task;
        await foreach (var job in _jobs.Reader.ReadAllAsync())
        {
            Hub.World.Do(() => Hub.World.Actions.Start(job) && Hub.World.Actions.Finish(job, "success"));
        }
    }

    private static T Must<T>(Answer<T> answer) =>
        answer.Refusal is { } refusal ? throw new InvalidOperationException($"the hub refused: {refusal.Message}") : answer.Value;
}
