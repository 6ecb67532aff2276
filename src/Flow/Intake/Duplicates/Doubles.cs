using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Duplicates;

/// <summary>
/// Keeps a pull out that doubles another, before any build is spent on it; it looks again by itself until the other is gone.
/// </summary>
internal static class Doubles
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(5);

    public static Obstacle? Of(PullSeen seen, PullLedger ledger)
    {
        if (
            seen.Policy.Flow.Duplicates != Policies.Duplicates.Hold
            || seen.Revert is not null
            || seen.Print is null
            || ledger.Cleared == seen.Pull.Head
        )
        {
            return null;
        }

        // Two that come at once see each other only after both have noted what they are.
        return seen.Ledger.Print != seen.Print ? new Obstacle.Unread()
            : seen.Twin is { } twin && !seen.Parents.Any(parent => parent.Number == twin.Number) && !seen.Children.Contains(twin.Number)
                ? new Obstacle.Duplicate(twin, Again(seen, ledger))
            : null;
    }

    private static DateTimeOffset Again(PullSeen seen, PullLedger ledger) =>
        ledger.Standing is { Code: Code.Duplicate, RetryAfter: { } told } && told > seen.Now ? told : seen.Now + LookAgain;
}
