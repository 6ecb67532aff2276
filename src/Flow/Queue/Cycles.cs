namespace Sluice.Flow.Queue;

/// <summary>Pulls that were each found in conflict with the other, on different candidates, would wait for each other for ever.</summary>
public static class Cycles
{
    /// <summary>Of each cycle the first in order of service waits for none of it.</summary>
    /// <param name="pulls">In order of service.</param>
    public static void Break(List<Waiting> pulls)
    {
        while (InCycles(pulls) is { Count: > 0 } cycle)
        {
            var first = pulls.FindIndex(pull => cycle.Contains(pull.Number));
            pulls[first] = pulls[first] with { Behind = pulls[first].Behind.Where(ahead => !cycle.Contains(ahead)).ToRow() };
        }
    }

    /// <summary>
    /// Those that wait for somebody who waits, and for whom somebody who waits is waiting: cycles, and what lies between two.
    /// </summary>
    private static SortedSet<int> InCycles(List<Waiting> pulls)
    {
        var behind = new SortedDictionary<int, Row<int>>();
        foreach (var pull in pulls.Where(pull => pull.Behind.Count > 0))
        {
            behind.Add(pull.Number, pull.Behind);
        }

        var left = new SortedSet<int>(behind.Keys);
        var ahead = new SortedSet<int>();
        do
        {
            ahead.Clear();
            ahead.UnionWith(left.SelectMany(number => behind[number]));
        } while (left.RemoveWhere(number => !ahead.Contains(number) || !behind[number].Any(left.Contains)) > 0);

        return left;
    }
}
