namespace Sluice.Flow.Queue;

/// <summary>With whom a pull fails that was green before: something landed since.</summary>
internal static class Partners
{
    /// <summary>Those who were in a build that failed with it and have landed, or else all that landed since it was green; of these the nearest.</summary>
    /// <returns>Ascending; empty: it was never green, or nothing landed since.</returns>
    public static Row<MetPull> Of(LaneLedger ledger, int number, List<RedSet> reds)
    {
        if (ledger.Proven.FirstOrDefault(pull => pull.Number == number) is not { } proven)
        {
            return [];
        }

        var beside = new SortedSet<int>(reds.SelectMany(red => red.Beside));
        var met = beside.Count == 0 ? proven.Since
            : beside.Select(landed => proven.Since.FirstOrDefault(one => one.Number == landed) ?? new MetPull(landed, Overlap.Unknown)).ToRow();
        var nearest = met.Select(one => ledger.Learnt.PairRateOf(one.Overlap)).DefaultIfEmpty().Max();
        return met.Where(one => ledger.Learnt.PairRateOf(one.Overlap) >= nearest).OrderBy(one => one.Number).ToRow();
    }
}
