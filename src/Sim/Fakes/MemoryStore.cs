using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Fakes;

/// <summary>The books in memory, with the promises of the real ones: guarded facts, compare-and-swap, an append-only journal.</summary>
public sealed class MemoryStore : IStore
{
    private readonly FactShelves _facts = new();
    private readonly SortedDictionary<string, (Subject Subject, ILedger Ledger, long Version)> _ledgers = new(StringComparer.Ordinal);
    private readonly List<(long Repo, JournalRow Row)> _journal = [];
    private readonly SortedDictionary<(long Repo, string Kind), List<JournalRow>> _journalByKind = new(
        Comparer<(long Repo, string Kind)>.Create(
            (one, other) => one.Repo != other.Repo ? one.Repo.CompareTo(other.Repo) : string.CompareOrdinal(one.Kind, other.Kind)
        )
    );
    private readonly SortedSet<string> _deliveries = new(StringComparer.Ordinal);

    public Task<Versioned<TLedger>> Ledger<TLedger>(Subject subject, CancellationToken stop)
        where TLedger : class, ILedger =>
        Task.FromResult(
            _ledgers.TryGetValue(subject.Key, out var held)
                ? new Versioned<TLedger>((TLedger)held.Ledger, held.Version)
                : new Versioned<TLedger>(null, 0)
        );

    public Task<IReadOnlyList<KeyValuePair<TSubject, TLedger>>> Ledgers<TSubject, TLedger>(long? repo, CancellationToken stop)
        where TSubject : Subject
        where TLedger : class, ILedger =>
        Task.FromResult<IReadOnlyList<KeyValuePair<TSubject, TLedger>>>([
            .. from held in _ledgers.Values
            where held.Ledger is TLedger { IsAlive: true } && held.Subject is TSubject && (repo is null || held.Subject.Repo == repo)
            select KeyValuePair.Create((TSubject)held.Subject, (TLedger)held.Ledger),
        ]);

    public Task<bool> Note<TLedger>(
        Subject subject,
        long expected,
        TLedger next,
        Row<JournalLine> journal,
        DateTimeOffset at,
        CancellationToken stop
    )
        where TLedger : class, ILedger
    {
        var version = _ledgers.TryGetValue(subject.Key, out var held) ? held.Version : 0;
        if (version != expected)
        {
            return Task.FromResult(false);
        }

        _ledgers[subject.Key] = (subject, next, version + 1);
        foreach (var line in journal)
        {
            var row = new JournalRow(_journal.Count + 1, subject.Key, at, line);
            _journal.Add((subject.Repo, row));
            if (!_journalByKind.TryGetValue((subject.Repo, line.Kind), out var rows))
            {
                _journalByKind[(subject.Repo, line.Kind)] = rows = [];
            }

            rows.Add(row);
        }

        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<Fact>> Fold(IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        var news = new List<Fact>();
        foreach (var told in facts)
        {
            var known = _facts.Find(told.GetType(), told.Repo, told.Parent, told.Key);
            var fact = told is PullFact pull && known is PullFact before ? pull.Over(before) : told;
            if (known is null || fact.Stamp >= known.Stamp)
            {
                _facts.Put(fact);
                if (known is null || known with { Stamp = fact.Stamp } != fact)
                {
                    news.RemoveAll(other =>
                        other.GetType() == fact.GetType() && (other.Repo, other.Parent, other.Key) == (fact.Repo, fact.Parent, fact.Key)
                    );
                    news.Add(fact);
                }
            }
        }

        return Task.FromResult<IReadOnlyList<Fact>>(news);
    }

    public async Task<IReadOnlyList<IReadOnlyList<Fact>?>> Receive(IReadOnlyList<Delivery> deliveries, CancellationToken stop)
    {
        var news = new List<IReadOnlyList<Fact>?>();
        foreach (var delivery in deliveries)
        {
            news.Add(_deliveries.Add(delivery.Id) ? await Fold(delivery.Facts, stop) : null);
        }

        return news;
    }

    public Task<TFact?> Find<TFact>(long repo, string parent, string key, CancellationToken stop)
        where TFact : Fact => Task.FromResult((TFact?)_facts.Find(typeof(TFact), repo, parent, key));

    public Task<IReadOnlyList<TFact>> Under<TFact>(long repo, string parent, CancellationToken stop)
        where TFact : Fact => Task.FromResult<IReadOnlyList<TFact>>([.. _facts.Under(typeof(TFact), repo, parent).Cast<TFact>()]);

    public Task<IReadOnlyList<TFact>> Alive<TFact>(long? repo, CancellationToken stop)
        where TFact : Fact =>
        Task.FromResult<IReadOnlyList<TFact>>([
            .. _facts.All(typeof(TFact)).Where(fact => fact.IsAlive && (repo is null || fact.Repo == repo)).Cast<TFact>(),
        ]);

    public async Task<IReadOnlyList<PullFact>> WithHeads(long repo, IReadOnlyCollection<Sha> heads, CancellationToken stop) =>
        [.. (await Alive<PullFact>(repo, stop)).Where(fact => heads.Contains(fact.Pull.Head))];

    public Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Alike(long repo, Row<string> keys, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>>([
            .. from held in _ledgers.Values
            where
                held is { Subject: PullSubject subject, Ledger: PullLedger ledger }
                && subject.Repo == repo
                && Relative.Of(subject.Number, ledger)?.Print.Keys.Any(keys.Contains) == true
            select KeyValuePair.Create((PullSubject)held.Subject, (PullLedger)held.Ledger),
        ]);

    public Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Touching(long repo, Row<string> paths, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>>([
            .. from held in _ledgers.Values
            where
                held.Subject is PullSubject
                && held.Subject.Repo == repo
                && held.Ledger is PullLedger { Touched: { } touched }
                && touched.Paths.Any(paths.Contains)
            select KeyValuePair.Create((PullSubject)held.Subject, (PullLedger)held.Ledger),
        ]);

    public async Task<int> OpenBefore(long repo, string agent, int number, CancellationToken stop) =>
        (await Alive<PullFact>(repo, stop)).Count(fact =>
            fact.Pull.Number < number
            && _ledgers.TryGetValue(new PullSubject(repo, fact.Pull.Number).Key, out var held)
            && held.Ledger is PullLedger { Assessment.Origin: { Class: OriginClass.Agent } origin } ledger
            && origin.Agent == agent
            && (!fact.Pull.IsFork(repo) || ledger.Request is { Vouched: true })
        );

    public Task<IReadOnlyList<JournalRow>> Journal(long repo, string kind, long after, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<JournalRow>>([
            .. _journalByKind.TryGetValue((repo, kind), out var rows) ? rows.Where(row => row.Seq > after) : [],
        ]);

    public Task<IReadOnlyList<JournalRow>> Story(long repo, int pull, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<JournalRow>>([
            .. _journal.Where(held => held.Repo == repo && held.Row.Line.Pulls.Contains(pull)).Select(held => held.Row),
        ]);

    /// <summary>The journal from its n-th line on.</summary>
    public IEnumerable<JournalRow> LinesFrom(int line) => _journal.Skip(line).Select(held => held.Row);
}
