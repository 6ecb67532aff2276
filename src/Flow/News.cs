using Sluice.Flow.Policies;

namespace Sluice.Flow;

/// <summary>Which lines of the journal are news to those outside, and of what kind.</summary>
public static class News
{
    private static readonly SortedDictionary<string, NewsKind> OfEnvironment = new(StringComparer.Ordinal)
    {
        ["asking"] = NewsKind.Questions,
        ["regressed"] = NewsKind.Regressions,
        ["rolled_back"] = NewsKind.Regressions,
        ["rollback_failed"] = NewsKind.Questions,
        ["revert_opened"] = NewsKind.Regressions,
        ["named"] = NewsKind.Regressions,
        ["unlocked"] = NewsKind.Regressions,
        ["breaker_open"] = NewsKind.Breakers,
        ["breaker_closed"] = NewsKind.Breakers,
        ["deploy_failed"] = NewsKind.Deploys,
        ["promoted"] = NewsKind.Deploys,
    };

    private static readonly SortedDictionary<string, NewsKind> OfLane = new(StringComparer.Ordinal)
    {
        ["halted"] = NewsKind.Questions,
        ["breaker_open"] = NewsKind.Breakers,
        ["breaker_closed"] = NewsKind.Breakers,
        ["paused"] = NewsKind.Stops,
        ["resumed"] = NewsKind.Stops,
        ["base_red"] = NewsKind.Stops,
        ["base_green"] = NewsKind.Stops,
        ["stalled"] = NewsKind.Stops,
        ["untested"] = NewsKind.Questions,
        ["unwedged"] = NewsKind.Stops,
        ["budget"] = NewsKind.Budget,
        ["ejected"] = NewsKind.Ejections,
        ["landed"] = NewsKind.Landings,
    };

    private static readonly SortedDictionary<string, NewsKind> OfPull = new(StringComparer.Ordinal) { ["merged"] = NewsKind.Landings };

    /// <summary>Kinds of lines that may be news.</summary>
    public static Row<string> Kinds { get; } =
        OfEnvironment.Keys.Concat(OfLane.Keys).Concat(OfPull.Keys).Distinct().Order(StringComparer.Ordinal).ToRow();

    /// <param name="subject">The key of the subject whose line it is.</param>
    /// <param name="kind">The line's.</param>
    /// <returns>Null: it is none.</returns>
    public static NewsKind? Of(string subject, string kind)
    {
        var known = subject.Split('/')[0] switch
        {
            "environment" => OfEnvironment,
            "lane" => OfLane,
            "pull" => OfPull,
            _ => [],
        };
        return known.TryGetValue(kind, out var news) ? news : null;
    }
}
