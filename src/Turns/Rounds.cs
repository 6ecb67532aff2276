using Sluice.Flow.Repo;

namespace Sluice.Turns;

/// <summary>
/// Whom a sweep looks after. All of them, where they are few. Of many those that were looked after longest ago, so many that everyone's
/// turn comes within <see cref="Whole"/>: a thousand repositories each minute would leave neither requests nor processors to what the sweep
/// is there for.
/// </summary>
public static class Rounds
{
    /// <summary>
    /// In which all of many were looked after; with a sweep's own time it is five minutes until what a webhook did not tell is known.
    /// </summary>
    public static readonly TimeSpan Whole = TimeSpan.FromMinutes(4);

    /// <summary>
    /// Open pull requests of all, from which on not each is looked at in each round: what is news of one rings for it anyway, and a lost
    /// ring is all that a look finds.
    /// </summary>
    private const int Many = 1000,
        MostParts = 4;

    /// <summary>
    /// What each sweep has the time for, whatever there is: a repository counts as one, and each <see cref="PullsOfOne"/> open pull
    /// requests as one more.
    /// </summary>
    private const int Least = 20,
        PullsOfOne = 50;

    /// <param name="all">With the number of open pull requests when it was last looked after, and when that was; null: never.</param>
    /// <returns>In the order in which to look after them.</returns>
    public static IReadOnlyList<Repository> Of(
        IReadOnlyCollection<(Repository Repo, int Pulls, DateTimeOffset? Last)> all,
        DateTimeOffset now
    )
    {
        var since = now - (all.Max(each => each.Last) ?? DateTimeOffset.MinValue);
        var share = Math.Max(Least, Math.Ceiling(all.Sum(Weight) * (since / Whole)));
        var (round, taken) = (new List<Repository>(), 0);
        foreach (var each in all.OrderBy(each => each.Last ?? DateTimeOffset.MinValue).ThenBy(each => each.Repo.Id))
        {
            if (taken >= share)
            {
                break;
            }

            round.Add(each.Repo);
            taken += Weight(each);
        }

        return round;
    }

    /// <summary>
    /// In how many rounds each open pull request that nobody asked anything of is looked at once: one of few, four (a quarter of an hour)
    /// of many.
    /// </summary>
    /// <param name="pulls">Open ones of all repositories.</param>
    public static int Parts(int pulls) => Math.Clamp(pulls / Many, 1, MostParts);

    private static int Weight((Repository Repo, int Pulls, DateTimeOffset? Last) each) => 1 + (each.Pulls / PullsOfOne);
}
