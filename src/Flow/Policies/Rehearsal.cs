namespace Sluice.Flow.Policies;

/// <summary>A proposed policy beside the one in force, both replayed on what a lane lived through of late.</summary>
/// <param name="Now">Under the policy in force; null: there was too little to replay.</param>
/// <param name="Then">Under the proposed one.</param>
/// <param name="Asked">How many would have waited for approval that did not have to.</param>
/// <param name="Spared">How many waited for approval that would not have had to.</param>
public sealed record Rehearsal(int Days, int Pulls, int Builds, Replayed? Now, Replayed? Then, int Asked, int Spared)
{
    /// <summary>Of fewer the median is a matter of luck.</summary>
    public const int LeastPulls = 20;

    /// <summary>Of fewer nobody knows how long one takes.</summary>
    public const int LeastBuilds = 10;

    /// <summary>What a replay shows anything of.</summary>
    private static readonly string[] Shown =
    [
        "queue.slots",
        "queue.preset",
        "queue.batch",
        "queue.retries",
        "queue.max_wait",
        "flow.approvals",
    ];

    /// <summary>Something changes that a replay shows.</summary>
    public static bool IsWorth(Row<SettingChange> changes) =>
        changes.Any(change => Shown.Any(key => change.Key.StartsWith(key, StringComparison.Ordinal)));

    /// <param name="replay">Runs the scheduler on the past.</param>
    public static Rehearsal Of(PastLane past, Policy now, Policy then, Func<PastLane, QueuePolicy, Replayed> replay)
    {
        var isEnough = past.Pulls.Count >= LeastPulls && past.Builds.Count >= LeastBuilds;
        var (before, after) = (now.Flow.Approvals, then.Flow.Approvals);
        return new(
            past.Days,
            past.Pulls.Count,
            past.Builds.Count,
            isEnough ? replay(past, now.Queue) : null,
            isEnough ? replay(past, then.Queue) : null,
            past.Pulls.Count(pull => Had(pull, pull.Queued) is var had && had < pull.Needs(after) && had >= pull.Needs(before)),
            past.Pulls.Count(pull =>
                pull.Asked is { } at && Had(pull, at) is var had && had < pull.Needs(before) && had >= pull.Needs(after)
            )
        );
    }

    private static int Had(PastPull pull, DateTimeOffset at) => pull.Approvals.Count(approval => approval <= at);
}
