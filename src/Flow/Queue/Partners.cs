namespace Sluice.Flow.Queue;

/// <summary>With whom a pull fails that was green before: with what landed since, or with others who were green too.</summary>
internal static class Partners
{
    /// <summary>
    /// Those who were in a build that failed with it and have landed, or else all that landed since it was green; of these the nearest.
    /// </summary>
    /// <returns>Ascending; empty: it was never green, or nothing landed since.</returns>
    public static Row<MetPull> Of(LaneLedger ledger, int number, List<RedSet> reds)
    {
        if (ledger.Proven.FirstOrDefault(pull => pull.Number == number) is not { } proven)
        {
            return [];
        }

        var beside = new SortedSet<int>(reds.SelectMany(red => red.Beside));
        var met =
            beside.Count == 0
                ? proven.Since
                : beside
                    .Select(landed => proven.Since.FirstOrDefault(one => one.Number == landed) ?? new MetPull(landed, Overlap.Unknown))
                    .ToRow();
        var nearest = met.Select(one => ledger.Learnt.PairRateOf(one.Overlap)).DefaultIfEmpty().Max();
        return met.Where(one => ledger.Learnt.PairRateOf(one.Overlap) >= nearest).OrderBy(one => one.Number).ToRow();
    }

    /// <summary>Those who failed with it though each of them was green, as it was: of the smallest such set.</summary>
    /// <returns>Ascending; empty: there is none.</returns>
    public static Row<MetPull> Among(Draft draft, LaneLedger ledger, Entry entry, List<RedSet> reds)
    {
        var proven = new SortedSet<int>(ledger.Proven.Select(pull => pull.Number));
        var smallest = reds.Where(red => red.Suspects.Count > 1 && red.Suspects.All(member => proven.Contains(member.Number)))
            .MinBy(red => red.Suspects.Count);
        return (smallest?.Suspects ?? [])
            .Where(member => member.Number != entry.Number)
            .Select(member => new MetPull(
                member.Number,
                draft.Find(member.Number) is { } other ? draft.Overlaps.Between(entry.Footprint, other.Footprint) : Overlap.Unknown
            ))
            .OrderBy(one => one.Number)
            .ToRow();
    }
}
