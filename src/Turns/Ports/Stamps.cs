using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>Orders facts about one thing: GitHub's time in milliseconds, and within the same second how far along it is.</summary>
public static class Stamps
{
    private const int Ranks = 16;

    public static long Of(DateTimeOffset at, int rank = 0) => (at.ToUnixTimeMilliseconds() * Ranks) + Math.Clamp(rank, 0, Ranks - 1);

    /// <summary>The time in a stamp, to the millisecond.</summary>
    public static DateTimeOffset At(long stamp) => DateTimeOffset.FromUnixTimeMilliseconds(stamp / Ranks);

    /// <summary>
    /// A finished check is newer than a running one of the same second; a later run of the same name has a higher id and a later start.
    /// </summary>
    public static long Of(Check check, DateTimeOffset seen) =>
        Of(
            check.Completed ?? check.Started ?? seen,
            check.State switch
            {
                CheckState.Queued => 0,
                CheckState.Running => 1,
                _ => 2,
            }
        );

    /// <summary>
    /// A closed or merged pull is newer than an open one of the same second, and whatever became of one is newer than its opening.
    /// </summary>
    /// <param name="pull">As it was told.</param>
    /// <param name="isOpening">By the very delivery that says that it was opened.</param>
    public static long Of(PullRequest pull, bool isOpening = false) =>
        Of(
            pull.Updated,
            pull.Merged ? 3
                : !pull.Open ? 2
                : isOpening ? 0
                : 1
        );
}
