namespace Sluice.Hub.Model;

/// <summary>A signature that GitHub verified.</summary>
/// <param name="ByGitHub">With GitHub's own key, for what was made on its site or by its API.</param>
public sealed record Signing(Account Signer, bool ByGitHub = false);

/// <summary>What programs have said about commits: check runs and statuses, by commit and by id, oldest first.</summary>
public sealed class CommitMarks
{
    private readonly SortedDictionary<string, List<CheckRun>> _runs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<CommitStatus>> _statuses = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<CheckSuite>> _suites = new(StringComparer.Ordinal);

    /// <summary>Whose key a commit was signed with, where GitHub could verify that; by its id.</summary>
    public SortedDictionary<string, Signing> Signed { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<long, CheckRun> RunsById { get; } = [];

    public SortedDictionary<long, CheckSuite> Suites { get; } = [];

    public IReadOnlyList<CheckRun> RunsOn(string sha) => _runs.TryGetValue(sha, out var runs) ? runs : [];

    public IReadOnlyList<CommitStatus> StatusesOn(string sha) => _statuses.TryGetValue(sha, out var statuses) ? statuses : [];

    public IReadOnlyList<CheckSuite> SuitesOn(string sha) => _suites.TryGetValue(sha, out var suites) ? suites : [];

    public CheckSuite? SuiteOf(string sha, App app) => SuitesOn(sha).FirstOrDefault(s => s.App == app);

    public void Add(CheckSuite suite)
    {
        Suites.Add(suite.Id, suite);
        if (!_suites.TryGetValue(suite.Sha, out var suites))
            _suites.Add(suite.Sha, suites = []);
        suites.Add(suite);
    }

    public void Add(CheckRun run)
    {
        RunsById.Add(run.Id, run);
        if (!_runs.TryGetValue(run.Sha, out var runs))
            _runs.Add(run.Sha, runs = []);
        runs.Add(run);
    }

    public void Add(CommitStatus status)
    {
        if (!_statuses.TryGetValue(status.Sha, out var statuses))
            _statuses.Add(status.Sha, statuses = []);
        statuses.Add(status);
    }

    /// <summary>The newest run of each name in each suite.</summary>
    public IEnumerable<CheckRun> LatestRuns(string sha)
    {
        var latest = new SortedDictionary<(string Name, long Suite), CheckRun>();
        foreach (var run in RunsOn(sha))
            latest[(run.Name, run.SuiteId)] = run;
        return latest.Values;
    }

    /// <summary>The newest status of each context, whose case does not matter.</summary>
    public IEnumerable<CommitStatus> LatestStatuses(string sha)
    {
        var latest = new SortedDictionary<string, CommitStatus>(StringComparer.OrdinalIgnoreCase);
        foreach (var status in StatusesOn(sha))
            latest[status.Context] = status;
        return latest.Values;
    }
}
