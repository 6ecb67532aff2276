using Dapper;
using Npgsql;
using Sluice.Flow;
using Sluice.Flow.Flows;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Store;

/// <summary>The books in PostgreSQL.</summary>
/// <param name="door">Connections for deliveries alone; null: they share the others.</param>
public sealed class PostgresStore(NpgsqlDataSource database, TimeProvider time, NpgsqlDataSource? door = null) : IStore
{
    private readonly FactTable _facts = new(database);
    private readonly Receiving _receiving = new(database, door ?? database, time);
    private readonly LedgerTable _ledgers = new(database);
    private readonly JournalTable _journal = new(database);
    private readonly FlowTable _flow = new(database);

    /// <summary>Brings the schema up to this version where it can be done now.</summary>
    /// <param name="begins">Told how far it is behind when it is migrated here.</param>
    /// <returns>Null: it has this version's schema. Else why it is behind it.</returns>
    /// <exception cref="SchemaException">The database is ahead of this version.</exception>
    public static Task<string?> TryMigrate(NpgsqlDataSource database, CancellationToken stop, Action<string, bool>? begins = null) =>
        Migrations.TryApply(database, Migrations.All, stop, begins);

    public Task<Versioned<TLedger>> Ledger<TLedger>(Subject subject, CancellationToken stop)
        where TLedger : class, ILedger => _ledgers.Read<TLedger>(subject, stop);

    public Task<IReadOnlyList<KeyValuePair<TSubject, TLedger>>> Ledgers<TSubject, TLedger>(long? repo, CancellationToken stop)
        where TSubject : Subject
        where TLedger : class, ILedger => _ledgers.Alive<TSubject, TLedger>(repo, stop);

    public Task<bool> Note<TLedger>(
        Subject subject,
        long expected,
        TLedger next,
        Row<JournalLine> journal,
        DateTimeOffset at,
        CancellationToken stop
    )
        where TLedger : class, ILedger => _ledgers.Note(subject, expected, next, journal, at, stop);

    public Task<IReadOnlyList<Fact>> Fold(IReadOnlyList<Fact> facts, CancellationToken stop) => _receiving.Fold(facts, stop);

    public Task<IReadOnlyList<IReadOnlyList<Fact>?>> Receive(IReadOnlyList<Delivery> deliveries, CancellationToken stop) =>
        _receiving.Receive(deliveries, stop);

    public Task<TFact?> Find<TFact>(long repo, string parent, string key, CancellationToken stop)
        where TFact : Fact => _facts.Find<TFact>(repo, parent, key, stop);

    public Task<IReadOnlyList<TFact>> Under<TFact>(long repo, string parent, CancellationToken stop)
        where TFact : Fact => _facts.Under<TFact>(repo, parent, stop);

    public Task<IReadOnlyList<TFact>> Alive<TFact>(long? repo, CancellationToken stop)
        where TFact : Fact => _facts.Alive<TFact>(repo, stop);

    public Task<IReadOnlyList<PullFact>> WithHeads(long repo, IReadOnlyCollection<Sha> heads, CancellationToken stop) =>
        _facts.WithHeads(repo, [.. heads.Select(head => head.Hex)], stop);

    /// <summary>Those of these pulls that are known.</summary>
    public Task<IReadOnlyList<PullFact>> Pulls(long repo, IEnumerable<int> numbers, CancellationToken stop) =>
        _facts.Named<PullFact>(repo, numbers.Select(number => Numbers.Key(number)), stop);

    /// <summary>Lines of these kinds after one, oldest first.</summary>
    public Task<IReadOnlyList<JournalRow>> After(long repo, IEnumerable<string> kinds, long after, CancellationToken stop) =>
        _journal.After(repo, [.. kinds], after, stop);

    /// <summary>The oldest lines after one, receipts left out.</summary>
    public Task<IReadOnlyList<JournalRow>> After(long repo, long after, int most, CancellationToken stop) =>
        _journal.After(repo, after, most, stop);

    /// <summary>The newest line of a time before; 0: there is none.</summary>
    public Task<long> Newest(long repo, DateTimeOffset before, CancellationToken stop) => _journal.Newest(repo, before, stop);

    /// <summary>Up to which line a channel of a repository was told; null: it never was.</summary>
    public Task<long?> Notified(long repo, string channel, CancellationToken stop) => _journal.Notified(repo, channel, stop);

    public Task Notified(long repo, string channel, long seq, CancellationToken stop) => _journal.Notified(repo, channel, seq, stop);

    /// <summary>Every environment of a repository, also those where nothing is under way.</summary>
    public Task<IReadOnlyList<KeyValuePair<EnvironmentSubject, EnvironmentLedger>>> Environments(long repo, CancellationToken stop) =>
        _ledgers.All<EnvironmentSubject, EnvironmentLedger>(repo, stop);

    public Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Alike(long repo, Row<string> keys, CancellationToken stop) =>
        _ledgers.Alike(repo, keys, stop);

    public Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Touching(long repo, Row<string> paths, CancellationToken stop) =>
        _ledgers.Touching(repo, paths, stop);

    internal Task<IReadOnlyList<(string Subject, long Version)>> Versions(long repo, PullsOf which, CancellationToken stop) =>
        _ledgers.Versions(repo, which, stop);

    internal Task<IReadOnlyList<(string Subject, long Version, PullLedger Ledger)>> Bodies(string[] subjects, CancellationToken stop) =>
        _ledgers.Bodies(subjects, stop);

    /// <summary>Titles and authors of these pulls, as far as they are known.</summary>
    public Task<IReadOnlyList<(int Number, string Title, string Author)>> Titles(
        long repo,
        IEnumerable<int> numbers,
        CancellationToken stop
    ) => _facts.Titles(repo, numbers, stop);

    public Task<int> OpenBefore(long repo, string agent, int number, CancellationToken stop) =>
        _ledgers.OpenBefore(repo, agent, number, stop);

    public Task<IReadOnlyList<JournalRow>> Journal(long repo, string kind, long after, CancellationToken stop) =>
        _journal.After(repo, kind, after, stop);

    /// <summary>Lines of a kind from a time on; ascending.</summary>
    public Task<IReadOnlyList<JournalRow>> Since(long repo, string kind, DateTimeOffset since, CancellationToken stop) =>
        _journal.Since(repo, kind, since, stop);

    public Task<IReadOnlyList<JournalRow>> Story(long repo, int pull, CancellationToken stop) => _journal.OfPull(repo, pull, stop);

    /// <summary>Lines of the journal without their words, after a sequence number and from a time on; ascending.</summary>
    public Task<IReadOnlyList<(long Seq, Happening Line)>> Happenings(
        long repo,
        long after,
        DateTimeOffset since,
        CancellationToken stop
    ) => _flow.Happenings(repo, after, since, stop);

    /// <summary>What a lane lived through since a time.</summary>
    /// <param name="flake">As it learnt it.</param>
    public Task<PastLane> Past(long repo, LaneSubject lane, int days, DateTimeOffset since, double flake, CancellationToken stop) =>
        new PastTable(database).Of(repo, lane, days, since, flake, stop);

    /// <summary>Pull requests that were opened at a time or later; ascending by it.</summary>
    public Task<IReadOnlyList<Opened>> Opened(long repo, DateTimeOffset since, CancellationToken stop) => _flow.Opened(repo, since, stop);

    public Task<IReadOnlyList<JournalRow>> OfCanaries(long repo, string[] canaries, CancellationToken stop) =>
        _journal.OfCanaries(repo, canaries, stop);

    /// <summary>The sequence number of the repository's newest line; 0: there is none.</summary>
    public Task<long> Newest(long repo, CancellationToken stop) => _journal.Newest(repo, stop);

    /// <summary>What a canary was judged on, as JSON; null: no verdict on it was acted on yet.</summary>
    public Task<string?> Receipt(long repo, string canary, CancellationToken stop) => _journal.Receipt(repo, canary, stop);

    /// <summary>Of some ids of deliveries those that never came.</summary>
    public async Task<IReadOnlyCollection<string>> Unheard(IReadOnlyCollection<string> deliveries, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return
        [
            .. await connection.QueryAsync<string>(
                new(
                    "select unnest(@ids) except select id from deliveries where id = any(@ids)",
                    new { ids = deliveries.ToArray() },
                    cancellationToken: stop
                )
            ),
        ];
    }

    /// <summary>Forgets deliveries that GitHub can no longer send again, and facts that belong to what is long over.</summary>
    /// <returns>How many deliveries.</returns>
    public Task<int> Prune(DateTimeOffset before, CancellationToken stop) => new Pruning(database).Run(time.GetUtcNow(), before, stop);
}
