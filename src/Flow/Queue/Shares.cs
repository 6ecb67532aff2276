namespace Sluice.Flow.Queue;

/// <summary>
/// Deficit round robin: classes first (while people wait, of n pulls at most share·n are machines'), then the authors of a class in turn,
/// then age. The k-th person in line so stands at most at place k / (1 − share), rounded up.
/// </summary>
internal static class Shares
{
    /// <param name="byAge">Oldest first.</param>
    /// <param name="share">1: classes are not told apart.</param>
    /// <returns>The order of service, and what would have been served by then.</returns>
    public static (List<Entry> Order, Fairness After) Of(IReadOnlyList<Entry> byAge, Fairness fairness, double share)
    {
        var rounds = fairness.RoundsOf(byAge);
        var people = Line(byAge.Where(entry => !entry.IsMachine || share >= 1), rounds);
        var machines = Line(byAge.Where(entry => entry.IsMachine && share < 1), rounds);
        var order = new List<Entry>(byAge.Count);
        var credit = fairness.Credit;
        while (people.Count + machines.Count > 0)
        {
            var contended = people.Count > 0 && machines.Count > 0;
            var isMachine = contended ? credit + share >= 1 - Rounding : machines.Count > 0;
            credit = contended ? credit + share - (isMachine ? 1 : 0) : 0;
            order.Add((isMachine ? machines : people).Dequeue());
        }

        return (order, fairness with { Credit = credit });
    }

    /// <summary>0.2 five times is one.</summary>
    private const double Rounding = 1e-9;

    /// <summary>The n-th of an author goes with the n-th of every other.</summary>
    private static Queue<Entry> Line(IEnumerable<Entry> byAge, SortedDictionary<string, int> rounds)
    {
        var line = byAge.Select(entry => (Round: rounds[entry.Party]++, Entry: entry)).ToList();

        // Of one round the older is before the younger: they came so, and stay so.
        return new Queue<Entry>(line.OrderBy(each => each.Round).Select(each => each.Entry));
    }
}
