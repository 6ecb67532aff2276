namespace Sluice.Flow.Intake.Stacks;

/// <summary>Who waits for whom, in a ring.</summary>
public static class Cycles
{
    /// <summary>Those of a pull's parents through which one comes back to it; ascending.</summary>
    /// <param name="known">What each pull stands on; of one that is not among them nothing is known.</param>
    public static Row<int> Through(int start, Row<Standing> known)
    {
        var parents = new SortedDictionary<int, Row<int>>();
        foreach (var pull in known)
        {
            parents[pull.Number] = pull.On;
        }

        return parents
            .GetValueOrDefault(start, [])
            .Where(parent => parent != start && Reaches(parent, start, parents))
            .Distinct()
            .Order()
            .ToRow();
    }

    private static bool Reaches(int from, int to, SortedDictionary<int, Row<int>> parents)
    {
        var (seen, next) = (new SortedSet<int> { from }, new Queue<int>([from]));
        while (next.TryDequeue(out var number))
        {
            foreach (var parent in parents.GetValueOrDefault(number, []))
            {
                if (parent == to)
                {
                    return true;
                }

                if (seen.Add(parent))
                {
                    next.Enqueue(parent);
                }
            }
        }

        return false;
    }

    /// <summary>What one pull stands on.</summary>
    public sealed record Standing(int Number, Row<int> On);
}
