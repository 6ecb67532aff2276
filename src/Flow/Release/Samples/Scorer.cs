namespace Sluice.Flow.Release.Samples;

/// <summary>Kayenta's score: the part of passed metrics in each group, weighed by group.</summary>
public static class Scorer
{
    /// <summary>
    /// 0 to 100, to two places. A critical metric that did not pass makes it 0, and so do half of all metrics without samples.
    /// </summary>
    public static double Of(Row<Scored> metrics, Row<GroupWeight> weights)
    {
        var all = metrics.Where(metric => !metric.Muted).ToList();
        if (
            all.Count == 0
            || all.Any(metric => metric is { Critical: true, Class: not Class.Pass })
            || all.Count(metric => metric.Class == Class.Nodata) * 2 >= all.Count
        )
        {
            return 0;
        }

        var groups = all.SelectMany(metric => metric.Groups.Select(group => (Group: group, Metric: metric)))
            .GroupBy(pair => pair.Group, pair => pair.Metric, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        var known = weights.ToDictionary(groups);
        var rest = groups.Count(group => !known.ContainsKey(group.Key));
        var left = 100 - known.Values.Sum();
        return Math.Round(
            groups.Sum(group => Part(group) * (known.TryGetValue(group.Key, out var weight) ? weight : left / rest)),
            2,
            MidpointRounding.AwayFromZero
        );
    }

    /// <summary>Passed metrics among those that say anything; 1 where none does.</summary>
    private static double Part(IEnumerable<Scored> group)
    {
        var (passed, all) = (0.0, 0.0);
        foreach (var metric in group.Where(metric => metric.Class != Class.Nodata))
        {
            (passed, all) = (passed + (metric.Class == Class.Pass ? metric.Weight : 0), all + metric.Weight);
        }

        return all > 0 ? passed / all : 1;
    }

    private static SortedDictionary<string, double> ToDictionary(this Row<GroupWeight> weights, List<IGrouping<string, Scored>> groups)
    {
        var known = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var weight in weights.Where(weight => groups.Exists(group => group.Key == weight.Group)))
        {
            known[weight.Group] = weight.Weight;
        }

        return known;
    }
}

/// <summary>What a score needs of a metric.</summary>
/// <param name="Critical">It is critical, and failed as such.</param>
public sealed record Scored(string Name, Class Class, Row<string> Groups, bool Critical, double Weight = 1, bool Muted = false);
