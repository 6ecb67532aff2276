using Npgsql;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub;

namespace Sluice.Bench.Fire;

/// <summary>
/// A GitHub with real git and its people, a PostgreSQL on a disk of its own, and three replicas of the bot behind one address.
/// </summary>
internal sealed class Place : IAsyncDisposable
{
    private const string Policy = "version: 1\nqueue: { slots: 3, batch: { max: 4 } }\nflow: { authors: { queued: 500 } }\n";

    /// <summary>Where all that the replicas say is written down.</summary>
    public static readonly string LogPath = Path.Combine(Path.GetTempPath(), $"sluice-fire-{Environment.ProcessId}.log");

    private readonly List<Func<ValueTask>> _ends = [];
    private readonly StreamWriter _log;

    private Place(HubServer hub, StreamWriter log)
    {
        (Hub, _log) = (hub, log);
        (Ci, Folk, Screen) = (new InstantCi(hub), new Folk(hub), new Screen(hub));
        Log = new BotLog { Also = Write };
    }

    public HubServer Hub { get; }

    public InstantCi Ci { get; }

    public Folk Folk { get; }

    public Screen Screen { get; }

    /// <summary>What all replicas say.</summary>
    public BotLog Log { get; }

    public Watch Watch { get; } = new();

    /// <summary>How often one of them said that there is no room.</summary>
    public int WithoutRoom { get; private set; }

    /// <summary>Webhooks that were tried, each further attempt counted too.</summary>
    public long Deliveries { get; private set; }

    /// <summary>The newest of them.</summary>
    public long LastDelivery { get; private set; }

    public Database Database { get; private set; } = null!;

    public IReadOnlyList<Replica> Replicas { get; private set; } = [];

    /// <summary>Where GitHub brings its webhooks.</summary>
    public string Address { get; private set; } = "";

    public PostgresStore Books { get; private set; } = null!;

    public static async Task<Place> Build(int replicas)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["README.md"] = "# shop\n",
            ["src/price.txt"] = "apple 3\n",
            [".github/sluice.yml"] = Policy,
        };
        var hub = await HubServer.Start(new HubOptions { Seed = 7, Files = files });
        Guarded.Put(hub, hub.Shop);
        var place = new Place(hub, new StreamWriter(LogPath) { AutoFlush = true });
        place._ends.Add(place._log.DisposeAsync);
        place._ends.Add(place.Watch.DisposeAsync);
        place._ends.Add(hub.DisposeAsync);
        hub.Deliveries.Carry(
            delivery => (place.Deliveries, place.LastDelivery) = (place.Deliveries + 1, delivery.Id),
            app => app == hub.App
        );
        place._ends.Add(place.Ci.DisposeAsync);
        place.Database = await Database.Start();
        place._ends.Add(place.Database.DisposeAsync);
        var books = NpgsqlDataSource.Create(place.Database.Connection);
        place._ends.Add(books.DisposeAsync);
        place.Books = new PostgresStore(books, TimeProvider.System);
        place.Replicas = [.. Enumerable.Range(0, replicas).Select(_ => new Replica(hub, place.Database.Connection, place.Log))];
        place._ends.AddRange(place.Replicas.Select(replica => (Func<ValueTask>)replica.DisposeAsync));
        var balancer = await Balancer.Start([.. place.Replicas.Select(replica => replica.Address)]);
        place._ends.Add(balancer.DisposeAsync);
        place.Address = balancer.Address + "/webhooks";
        return place;
    }

    /// <summary>Starts them all, and the webhooks come.</summary>
    public async Task Open()
    {
        foreach (var replica in Replicas)
        {
            replica.Bot.Start();
        }

        await Task.WhenAll(Replicas.Select(replica => replica.Ready()));
        Webhooks(Address);
    }

    /// <summary>What ended without being killed, or otherwise than it was told to.</summary>
    public IReadOnlyList<string> Crashes =>
        [.. Replicas.SelectMany(replica => replica.Bot.Crashes.Select(crash => $"the bot at {replica.Address}: {crash}"))];

    /// <summary>Tells all replicas to end.</summary>
    public Task Close() => Task.WhenAll(Replicas.Select(replica => replica.Bot.End()));

    /// <summary>Where GitHub brings them from now on.</summary>
    public void Webhooks(string address) => Hub.World.Do(() => Hub.App.WebhookUrl = address);

    public async ValueTask DisposeAsync()
    {
        foreach (var end in Enumerable.Reverse(_ends))
        {
            await end();
        }
    }

    private void Write(string line)
    {
        lock (_log)
        {
            WithoutRoom += line.Contains("No space left on device", StringComparison.Ordinal) ? 1 : 0;
            _log.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {line}");
        }
    }
}
