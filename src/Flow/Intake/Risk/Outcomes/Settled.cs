using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk.Outcomes;

/// <summary>A change of which is known how it ended.</summary>
/// <param name="At">When it landed, or was ejected.</param>
/// <param name="Bad">Reverted, regressed or hotfixed; null: it never landed, or too recently to tell.</param>
/// <param name="Broke">Whether it broke a build of the queue.</param>
public sealed record Settled(int Pull, DateTimeOffset At, Row<double> Features, double Score, Band Band, bool? Bad, bool Broke)
{
    /// <summary>By lot it needed one approval less than its score asked for.</summary>
    public bool Audited { get; init; }

    /// <summary>It is bad already, and others as old as it may be yet: to count it now would be to count the bad before the good.</summary>
    public bool Early { get; init; }

    /// <summary>So long after landing it is known how a change ended, whichever way.</summary>
    public static TimeSpan Watched { get; } = TimeSpan.FromDays(14);

    /// <summary>What can be told now from what was noted, ascending by time.</summary>
    public static Row<Settled> Of(IEnumerable<Noted> noted, DateTimeOffset now) =>
        noted
            .GroupBy(each => each.Pull)
            .SelectMany(pull => OfPull([.. pull.OrderBy(each => each.At)], now))
            .OrderBy(settled => settled.At)
            .ThenBy(settled => settled.Pull)
            .ToRow();

    private static IEnumerable<Settled> OfPull(List<Noted> pull, DateTimeOffset now)
    {
        foreach (var broke in pull.Where(each => each.Outcome.Ending == Ending.BrokeBuild))
        {
            yield return Make(broke, null, true);
        }

        if (pull.LastOrDefault(each => each.Outcome.Ending == Ending.Landed) is { } landed)
        {
            var (isBad, isOver) = (pull.Any(each => IsBad(each, landed.At)), now - landed.At >= Watched);
            yield return Make(landed, isOver ? isBad : null, false) with
            {
                Early = isBad && !isOver,
            };
        }
    }

    private static bool IsBad(Noted noted, DateTimeOffset landed) =>
        noted.At >= landed
        && noted.Outcome.Ending switch
        {
            Ending.Reverted or Ending.Regressed => true,
            Ending.Hotfixed => noted.At - landed <= Watched,
            _ => false,
        };

    private static Settled Make(Noted noted, bool? bad, bool broke) =>
        new(noted.Pull, noted.At, noted.Outcome.Features, noted.Outcome.Score, noted.Outcome.Band, bad, broke)
        {
            Audited = noted.Outcome.Audited,
        };
}
