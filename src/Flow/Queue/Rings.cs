namespace Sluice.Flow.Queue;

/// <summary>Pulls that were each found in conflict with the other, on different candidates, would wait for each other for ever.</summary>
public static class Rings
{
    /// <summary>Of each ring the first in order of service waits for none of it.</summary>
    /// <param name="pulls">In order of service.</param>
    public static void Open(List<Waiting> pulls)
    {
        while (Rounded(pulls) is { Count: > 0 } ring)
        {
            var first = pulls.FindIndex(pull => ring.Contains(pull.Number));
            pulls[first] = pulls[first] with { Behind = pulls[first].Behind.Where(ahead => !ring.Contains(ahead)).ToRow() };
        }
    }

    /// <summary>
    /// Those that wait for somebody who waits, and for whom somebody who waits is waiting: rings, and what lies between two.
    /// </summary>
    private static SortedSet<int> Rounded(List<Waiting> pulls)
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
