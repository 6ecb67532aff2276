namespace Sluice.Flow.Queue;

/// <summary>Numbers what the pulls of a sight touch, so that the scheduler can tell at once which touch the same.</summary>
internal static class Places
{
    /// <summary>Nobody further behind is stacked.</summary>
    private const int Reach = 512;

    /// <summary>Of one pull: one that touches more is compared by some.</summary>
    private const int Most = 64;

    public static void Put(Draft draft, List<Entry> entries, List<Waiting> pulls)
    {
        var numbers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int Number(string place) => numbers.TryGetValue(place, out var known) ? known : numbers[place] = numbers.Count;
        for (var at = 0; at < Math.Min(entries.Count, Reach); at++)
        {
            // A target's name is no path.
            var places = entries[at].Targets.Select(target => "target " + target).Concat(entries[at].Paths).Take(Most);
            pulls[at] = pulls[at] with
            {
                Places = places.Select(Number).Order().ToRow(),
                Everywhere = draft.Overlaps.IsBarrier(entries[at].Paths),
            };
        }
    }
}
