using System.Data;
using System.Diagnostics.CodeAnalysis;
using Dapper;
using Npgsql;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Store;

/// <summary>The ledgers, and the notes that change them.</summary>
internal sealed class LedgerTable(NpgsqlDataSource database)
{
    private const string First = """
        insert into ledgers (subject, repo, kind, version, alive, at, body) values (@Key, @Repo, @Kind, 1, @IsAlive, @At, @Body::jsonb) on conflict do nothing
        """;

    private const string Next = """
        update ledgers set version = version + 1, alive = @IsAlive, at = @At, body = @Body::jsonb where subject = @Key and version = @expected
        """;

    // From the open pulls to their ledgers by primary key: closed ones, of which there are ever more, cost nothing.
    private const string Earlier = """
        select count(*)::int from facts fact
        join ledgers ledger on ledger.subject = 'pull/' || fact.repo || '/' || ltrim(fact.key, '0')
        where fact.kind = 'pull' and fact.alive and fact.repo = @repo and fact.key < @key
          and ledger.body #>> '{assessment,origin,agent}' = @agent and ledger.body #>> '{assessment,origin,class}' = 'Agent'
          and (fact.body #> '{pull,headRepo}' = to_jsonb(fact.repo) or ledger.body #> '{request,vouched}' = 'true')
        """;

    // As its index has it: see the migrations. Only whoever another one may be a twin of (Relative.Of): a flood of those that wait for one
    // of them would else push that one out of sight, and come in.
    private const string Doubles = """
        select subject, body::text from ledgers where kind = 'pull' and repo = @repo and body #> '{print,keys}' ?| @keys
        and (
            jsonb_typeof(body -> 'admission') = 'object'
            or jsonb_typeof(body -> 'request') = 'object' and body #>> '{standing,code}' is distinct from 'Duplicate'
            or body #>> '{standing,state}' = any(array['Landed', 'Canary', 'Healthy', 'Inconclusive'])
        )
        order by at desc limit 50
        """;

    // As its index has it, too.
    private const string Touchers = """
        select subject, body::text from ledgers where kind = 'pull' and repo = @repo and body #> '{touched,paths}' ?| @keys order by at desc limit 50
        """;

    private const string Living = "select subject, version from ledgers where kind = 'pull' and repo = @repo and alive";

    private const string Reviews = """
        select ledger.subject, ledger.version from facts fact
        join ledgers ledger on ledger.subject = 'pull/' || fact.repo || '/' || ltrim(fact.key, '0')
        where fact.kind = 'pull' and fact.alive and fact.repo = @repo and jsonb_typeof(ledger.body -> 'review') = 'object'
        """;

    public Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Alike(long repo, Row<string> keys, CancellationToken stop) =>
        Pulls(Doubles, repo, keys, stop);

    public Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Touching(long repo, Row<string> paths, CancellationToken stop) =>
        Pulls(Touchers, repo, paths.Select(StoredJson.Clean), stop);

    /// <summary>Of each such pull which version its ledger has.</summary>
    public async Task<IReadOnlyList<(string Subject, long Version)>> Versions(long repo, PullsOf which, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return
        [
            .. await connection.QueryAsync<(string, long)>(
                new(which == PullsOf.Alive ? Living : Reviews, new { repo }, cancellationToken: stop)
            ),
        ];
    }

    public async Task<IReadOnlyList<(string Subject, long Version, PullLedger Ledger)>> Bodies(string[] subjects, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var rows = await connection.QueryAsync<(string Subject, long Version, string Body)>(
            new(
                "select subject, version, body::text from ledgers where subject = any(@subjects)",
                new { subjects },
                cancellationToken: stop
            )
        );
        return [.. rows.Select(row => (row.Subject, row.Version, StoredJson.Read<PullLedger>(row.Body)))];
    }

    private async Task<IReadOnlyList<KeyValuePair<PullSubject, PullLedger>>> Pulls(
        [ConstantExpected] string which,
        long repo,
        IEnumerable<string> keys,
        CancellationToken stop
    )
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var rows = await connection.QueryAsync<(string Subject, string Body)>(
            new(which, new { repo, keys = keys.ToArray() }, cancellationToken: stop)
        );
        return
        [
            .. rows.OrderBy(row => row.Subject, StringComparer.Ordinal)
                .Select(row => KeyValuePair.Create((PullSubject)Subject.Parse(row.Subject), StoredJson.Read<PullLedger>(row.Body))),
        ];
    }

    public async Task<int> OpenBefore(long repo, string agent, int number, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<int>(
            new(
                Earlier,
                new
                {
                    repo,
                    agent = StoredJson.Clean(agent),
                    key = Numbers.Key(number),
                },
                cancellationToken: stop
            )
        );
    }

    public async Task<Versioned<TLedger>> Read<TLedger>(Subject subject, CancellationToken stop)
        where TLedger : class, ILedger
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var row = await connection.QuerySingleOrDefaultAsync<(long Version, string? Body)>(
            new("select version, body::text from ledgers where subject = @Key", new { subject.Key }, cancellationToken: stop)
        );
        return new(row.Body is null ? null : StoredJson.Read<TLedger>(row.Body), row.Version);
    }

    public Task<IReadOnlyList<KeyValuePair<TSubject, TLedger>>> Alive<TSubject, TLedger>(long? repo, CancellationToken stop)
        where TSubject : Subject
        where TLedger : class, ILedger =>
        repo is null ? Read<TSubject, TLedger>("alive", repo, stop) : Read<TSubject, TLedger>("alive and repo = @repo", repo, stop);

    public Task<IReadOnlyList<KeyValuePair<TSubject, TLedger>>> All<TSubject, TLedger>(long repo, CancellationToken stop)
        where TSubject : Subject
        where TLedger : class, ILedger => Read<TSubject, TLedger>("repo = @repo", repo, stop);

    private async Task<IReadOnlyList<KeyValuePair<TSubject, TLedger>>> Read<TSubject, TLedger>(
        [ConstantExpected] string which,
        long? repo,
        CancellationToken stop
    )
        where TSubject : Subject
        where TLedger : class, ILedger
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var rows = await connection.QueryAsync<(string Subject, string Body)>(
            new(
                $"""select subject, body::text from ledgers where kind = '{Words.Subjects[typeof(TSubject)]}' and {which} order by subject collate "C" """,
                new { repo },
                cancellationToken: stop
            )
        );
        return [.. rows.Select(row => KeyValuePair.Create((TSubject)Subject.Parse(row.Subject), StoredJson.Read<TLedger>(row.Body)))];
    }

    public async Task<bool> Note<TLedger>(
        Subject subject,
        long expected,
        TLedger next,
        Row<JournalLine> journal,
        DateTimeOffset at,
        CancellationToken stop
    )
        where TLedger : class, ILedger
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, stop);
        var written = await connection.ExecuteAsync(
            new(
                expected == 0 ? First : Next,
                new
                {
                    subject.Key,
                    subject.Repo,
                    Kind = Words.Of(subject),
                    next.IsAlive,
                    At = at.ToUniversalTime(),
                    Body = StoredJson.Write(next),
                    expected,
                },
                transaction,
                cancellationToken: stop
            )
        );
        if (written == 0)
        {
            return false;
        }

        if (journal.Count > 0)
        {
            await JournalTable.Append(transaction, subject, journal, at, stop);
        }

        await transaction.CommitAsync(stop);
        return true;
    }
}

/// <summary>Which pulls of a repository.</summary>
internal enum PullsOf
{
    /// <summary>Those about which there is something to do.</summary>
    Alive,

    /// <summary>Open ones that wait for a person.</summary>
    InReview,
}
