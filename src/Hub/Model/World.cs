using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>How long GitHub takes over what it does not do at once.</summary>
public sealed record Delays(TimeSpan Mergeable, TimeSpan IndirectMerge, TimeSpan Synchronize)
{
    /// <summary>Soon, but not at once: whoever forgets to poll finds out.</summary>
    public static Delays Ordinary { get; } = new(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(400), TimeSpan.Zero);
}

/// <summary>Where a new repository's git comes from: its full name, and the git that it is a fork of.</summary>
public delegate IGit GitFactory(string fullName, IGit? forkOf);

/// <summary>
/// All that GitHub knows, and the one clock. Not thread-safe: faces hold <see cref="Gate"/> around every use; virtual time has one
/// thread. Nothing here speaks HTTP.
/// </summary>
public sealed class World
{
    private readonly List<Action<WorldEvent>> _subscribers = [];
    private long _lastId = 1000;

    public World(TimeProvider time, ulong seed = 1, GitFactory? git = null)
    {
        Time = time;
        Dice = new Dice(seed);
        Agenda = new Agenda(time);
        NewGit = git ?? ((_, forkOf) => new MemoryGit(forkOf as MemoryGit));
        People = new People(this);
        Repos = new Repos(this);
        Refs = new RefMoves(this);
        Pulls = new PullMoves(this);
        Reviews = new Reviewing(this);
        Merging = new Merging(this);
        Rules = new BranchRules(this);
        MergeRequests = new MergeRequests(this);
        Checks = new Checking(this);
        Statuses = new Stating(this);
        Labels = new Labelling(this);
        Comments = new Talking(this);
        Issues = new Issues(this);
        Deployments = new Deploying(this);
        Actions = new Running(this);
        MergeQueues = new MergeQueues(this);
        Owning = new Owning(this);
        Registering = new Registering(this);
        SigningIn = new SigningIn(this);
    }

    public Lock Gate { get; } = new();

    public TimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public Dice Dice { get; }

    public Agenda Agenda { get; }

    public GitFactory NewGit { get; }

    public Delays Delays { get; set; } = Delays.Ordinary;

    public Weather Weather { get; set; } = Weather.Fine;

    public SortedDictionary<string, Account> Accounts { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<long, App> Apps { get; } = [];

    public SortedDictionary<long, Installation> Installations { get; } = [];

    public SortedDictionary<long, Repository> Repositories { get; } = [];

    public SortedDictionary<string, Credential> Tokens { get; } = new(StringComparer.Ordinal);

    public People People { get; }

    public Repos Repos { get; }

    public RefMoves Refs { get; }

    public PullMoves Pulls { get; }

    public Reviewing Reviews { get; }

    public Merging Merging { get; }

    public BranchRules Rules { get; }

    public MergeRequests MergeRequests { get; }

    public Checking Checks { get; }

    public Stating Statuses { get; }

    public Labelling Labels { get; }

    public Talking Comments { get; }

    public Issues Issues { get; }

    public Deploying Deployments { get; }

    public Running Actions { get; }

    public MergeQueues MergeQueues { get; }

    public Owning Owning { get; }

    public Registering Registering { get; }

    public SigningIn SigningIn { get; }

    public long NextId() => ++_lastId;

    public Repository? Repository(string owner, string name) =>
        Repositories.Values.FirstOrDefault(r =>
            r.Owner.Login.Equals(owner, StringComparison.OrdinalIgnoreCase) && r.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Whoever subscribes, or ends it, need not hold <see cref="Gate"/>.</summary>
    public IDisposable Subscribe(Action<WorldEvent> subscriber)
    {
        lock (Gate)
            _subscribers.Add(subscriber);
        return new Subscription(() =>
        {
            lock (Gate)
                _subscribers.Remove(subscriber);
        });
    }

    public void Emit(WorldEvent happened)
    {
        foreach (var subscriber in _subscribers.ToArray())
            subscriber(happened);
    }

    /// <summary>Runs a piece of work alone, after what the agenda has due.</summary>
    public T Do<T>(Func<T> work)
    {
        lock (Gate)
        {
            Agenda.RunDue();
            return work();
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
