using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>The books: facts about GitHub (the read model), one ledger per subject, and the journal.</summary>
public interface IStore
{
    /// <summary>A subject's ledger and its version; null value and version 0 when it has none yet.</summary>
    Task<Versioned<TLedger>> Ledger<TLedger>(Subject subject, CancellationToken stop)
        where TLedger : class, ILedger;

    /// <summary>The ledgers of one kind that are alive, in one repository or in all (null), ascending by subject key.</summary>
    Task<IReadOnlyList<KeyValuePair<TSubject, TLedger>>> Ledgers<TSubject, TLedger>(long? repo, CancellationToken stop)
        where TSubject : Subject
        where TLedger : class, ILedger;

    /// <summary>
    /// Writes a ledger and the journal's lines in one transaction, if the ledger is still at <paramref name="expected"/>.
    /// </summary>
    /// <returns>False when somebody else wrote it first: nothing was written.</returns>
    Task<bool> Note<TLedger>(
        Subject subject,
        long expected,
        TLedger next,
        Row<JournalLine> journal,
        DateTimeOffset at,
        CancellationToken stop
    )
        where TLedger : class, ILedger;

    /// <summary>Folds facts into the read model in one transaction. An older stamp never overwrites a newer fact.</summary>
    /// <returns>The facts that were news: one that differs from what was known in its stamp alone is none.</returns>
    Task<IReadOnlyList<Fact>> Fold(IReadOnlyList<Fact> facts, CancellationToken stop);

    /// <summary>The same for what several deliveries told, and their ids with it, in one transaction.</summary>
    /// <returns>For each delivery what was news of it; null where it was stored before: then nothing of it was written.</returns>
    Task<IReadOnlyList<IReadOnlyList<Fact>?>> Receive(IReadOnlyList<Delivery> deliveries, CancellationToken stop);

    /// <summary>One fact by its key; null: not known.</summary>
    Task<TFact?> Find<TFact>(long repo, string parent, string key, CancellationToken stop)
        where TFact : Fact;

    /// <summary>Facts of one kind that hang on one parent (see <see cref="Fact.Parent"/>), ascending by key.</summary>
    Task<IReadOnlyList<TFact>> Under<TFact>(long repo, string parent, CancellationToken stop)
        where TFact : Fact;

    /// <summary>
    /// Facts of one kind that are alive (open pulls, repositories with the App), over all repositories when <paramref name="repo"/> is
    /// null.
    /// </summary>
    Task<IReadOnlyList<TFact>> Alive<TFact>(long? repo, CancellationToken stop)
        where TFact : Fact;

    /// <summary>The open pulls whose head is one of several commits.</summary>
    Task<IReadOnlyList<PullFact>> WithHeads(long repo, IReadOnlyCollection<Sha> heads, CancellationToken stop);

    /// <summary>
    /// How many open pulls an agent has whose number is lower: counted where they are kept, not read. A stranger's, from a fork, is one
    /// only once somebody with write access asked for it.
    /// </summary>
    Task<int> OpenBefore(long repo, string agent, int number, CancellationToken stop);

    /// <summary>
    /// Pulls of a repository whose ledger's fingerprint has one of these keys, of those that another may double
    /// (<see cref="Flow.Intake.Duplicates.Relative.Of"/>); the fifty that changed last, ascending by subject key.
    /// </summary>
    Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Alike(long repo, Row<string> keys, CancellationToken stop);

    /// <summary>
    /// Open pulls of a repository whose ledger says that they change one of these paths; the fifty that changed last, ascending by subject
    /// key.
    /// </summary>
    Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Touching(long repo, Row<string> paths, CancellationToken stop);

    /// <summary>Lines of the journal of one repository and kind after a sequence number, ascending.</summary>
    Task<IReadOnlyList<JournalRow>> Journal(long repo, string kind, long after, CancellationToken stop);

    /// <summary>The story of one subject, or of one pull over all subjects; ascending.</summary>
    Task<IReadOnlyList<JournalRow>> Story(long repo, int pull, CancellationToken stop);
}

/// <summary>One webhook: GitHub's id of it, and what it told.</summary>
public sealed record Delivery(string Id, IReadOnlyList<Fact> Facts);

/// <param name="Version">Rises by one with each note; 0: never written.</param>
public sealed record Versioned<T>(T? Value, long Version)
    where T : class;

/// <param name="Seq">Rises with every line of the installation.</param>
public sealed record JournalRow(long Seq, string Subject, DateTimeOffset At, JournalLine Line);
