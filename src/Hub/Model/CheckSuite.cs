namespace Sluice.Hub.Model;

/// <summary>All check runs of one App on one commit. Its status and conclusion are those of its runs.</summary>
public sealed class CheckSuite(long id, Repository repository, string sha, App app)
{
    // From the best to the worst, as GitHub ranks them.
    private static readonly string[] Ranks =
    [
        "skipped",
        "neutral",
        "success",
        "stale",
        "cancelled",
        "timed_out",
        "action_required",
        "failure",
        "startup_failure",
    ];

    public long Id { get; } = id;

    public Repository Repository { get; } = repository;

    public string Sha { get; } = sha;

    public App App { get; } = app;

    public string? HeadBranch { get; init; }

    public string? Before { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Somebody asked for it again, and no run has been made since.</summary>
    public bool IsRerequested { get; set; }

    public IEnumerable<CheckRun> Runs => Repository.Marks.RunsOn(Sha).Where(r => r.SuiteId == Id);

    public IEnumerable<CheckRun> LatestRuns => Repository.Marks.LatestRuns(Sha).Where(r => r.SuiteId == Id);

    public string Status
    {
        get
        {
            var statuses = LatestRuns.Select(r => r.Status).Distinct(StringComparer.Ordinal).ToArray();
            if (IsRerequested || statuses.Length == 0)
                return "queued";
            if (statuses is ["completed"])
                return "completed";
            return statuses.Contains("in_progress") || statuses.Contains("completed") ? "in_progress" : "queued";
        }
    }

    /// <summary>The worst conclusion of its runs, once all are completed.</summary>
    public string? Conclusion => Status == "completed" ? LatestRuns.Select(r => r.Conclusion!).MaxBy(c => Array.IndexOf(Ranks, c)) : null;
}
