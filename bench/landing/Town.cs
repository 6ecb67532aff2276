using System.Threading.Channels;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub;
using Sluice.Hub.Model;
using Organization = Sluice.Hub.Model.Account;

namespace Sluice.Bench.Landing;

/// <summary>
/// A GitHub with real git and some repositories, whose main branches only the bot moves, and a CI that finds every tree good some time
/// after it was asked.
/// </summary>
internal sealed class Town : IAsyncDisposable
{
    /// <summary>
    /// Repositories of one organization, which has its own installation: what GitHub lets one do in a minute is too little for two hundred
    /// that begin at once.
    /// </summary>
    private const int Hold = 20;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50),
        Patience = TimeSpan.FromMinutes(10);
    private static readonly string[] Authors = ["cleo", "dan", "ben"];

    private readonly Channel<(WorkflowJob Job, long Asked)> _jobs = Channel.CreateUnbounded<(WorkflowJob Job, long Asked)>();
    private readonly TimeSpan _ci;
    private readonly IDisposable _subscription;
    private readonly Task _judging;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Town(HubServer hub, TimeSpan ci)
    {
        (Hub, _ci) = (hub, ci);
        _subscription = hub.World.Subscribe(happened =>
        {
            if (happened is WorkflowJobChange { Did: "queued", Job: var job })
            {
                _jobs.Writer.TryWrite((job, TimeProvider.System.GetTimestamp()));
            }
        });
        _judging = Judge();
    }

    public HubServer Hub { get; }

    public IReadOnlyList<Repository> Repositories { get; private set; } = [];

    /// <param name="ci">How long a job takes.</param>
    public static async Task<Town> Build(int repositories, string policy, TimeSpan ci)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["README.md"] = "# shop\n",
            [".github/sluice.yml"] = policy,
        };
        var town = new Town(await HubServer.Start(new HubOptions { Seed = 7, Files = files }), ci);
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
    public Pull Queue(Repository repository) =>
        Hub.World.Do(() =>
        {
            var (pull, ada) = (Open(repository), new Caller.User(Hub.World.Accounts["ada"]));
            Hub.World.Reviews.Submit(ada, pull, ReviewState.Approved, "Good.").OrThrow();
            Hub.World.Labels.Put(ada, pull, ["queue"]).OrThrow();
            return pull;
        });

    /// <summary>A pull request that writes a file of its own.</summary>
    public Pull Open(Repository repository) =>
        Hub.World.Do(() =>
        {
            var (number, world) = (repository.NextNumber, Hub.World);
            var (author, path) = (Author(number), $"docs/{number}.md");
            world
                .Refs.CommitTo(author, repository, $"change/{number}", $"Write {path}\n", [KeyValuePair.Create(path, (string?)"new\n")])
                .OrThrow();
            return world.Pulls.Open(author, repository, new PullDraft($"Write {path}", $"change/{number}", "main", "")).OrThrow();
        });

    /// <summary>One more commit of its author's.</summary>
    public void Push(Pull pull) =>
        Hub.World.Do(() =>
            Hub
                .World.Refs.CommitTo(
                    Author(pull.Number),
                    pull.Repository,
                    pull.HeadBranch,
                    "More\n",
                    [KeyValuePair.Create($"docs/{pull.Number}.md", (string?)$"{Hub.World.Now:O}\n")]
                )
                .OrThrow()
        );

    public void Say(Pull pull) =>
        Hub.World.Do(() => Hub.World.Comments.Say(Author(pull.Number), pull, "Is anybody looking at this?").OrThrow());

    public async Task Until(Func<bool> isSo, string what)
    {
        using var beat = new PeriodicTimer(Beat);
        // In beats, not by the clock: whoever stops the whole machine for a while has not waited.
        for (var waited = TimeSpan.Zero; !Hub.World.Do(isSo); waited += Beat)
        {
            if (waited > Patience)
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

    private Caller.User Author(int number) => new(Hub.World.Accounts[Authors[number % Authors.Length]]);

    private Repository Found(int number, SortedDictionary<string, string> files) =>
        Hub.World.Do(() =>
            Seed.Repository(
                Hub.World,
                Owner(number / Hold),
                $"shop-{number}",
                files.Select(file => KeyValuePair.Create(file.Key, (string?)file.Value))
            )
        );

    private Organization Owner(int number)
    {
        var (people, login) = (Hub.World.People, $"acme-{number}");
        if (number == 0)
        {
            return Hub.Shop.Owner;
        }

        if (!Hub.World.Accounts.TryGetValue(login, out var owner))
        {
            owner = people.Organization(login);
            owner.Members.UnionWith(Hub.Shop.Owner.Members);
            people.Install(Hub.App, owner);
        }

        return owner;
    }

    private async Task Judge()
    {
        await _open.Task;
        await foreach (var (job, asked) in _jobs.Reader.ReadAllAsync())
        {
            if (_ci - TimeProvider.System.GetElapsedTime(asked) is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left);
            }

            Hub.World.Do(() => Hub.World.Actions.Start(job) && Hub.World.Actions.Finish(job, "success"));
        }
    }
}
