namespace Sluice.Bot.GitHub.Chain;

/// <summary>
/// What an installation may do, a little under GitHub's numbers (900 and 2,000 points and 80 notifying requests a minute, 500 an hour, 100
/// at once): other replicas and GitHub's own clock have a share.
/// </summary>
/// <param name="Patience">How long a request waits for its turn before it is answered with Later.</param>
public sealed record RateLimits(
    int Points = 810,
    int GraphPoints = 1800,
    int NotifiesPerMinute = 72,
    int NotifiesPerHour = 450,
    int AtOnce = 40,
    TimeSpan? Patience = null
)
{
    public TimeSpan Wait => Patience ?? TimeSpan.FromSeconds(20);
}
