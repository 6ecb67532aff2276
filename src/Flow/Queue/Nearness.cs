namespace Sluice.Flow.Queue;

/// <summary>Who touches the same is likelier to fail together: it counts as hazard where they would be stacked.</summary>
public static class Nearness
{
    /// <summary>By how much likelier than usual a pull fails for the company of those that it is stacked on and beside.</summary>
    internal static double Hazard(Sketch sketch, int place, Candidate? on, List<int> group)
    {
        var more = sketch.Sight.NearRate - sketch.Sight.PairRate;
        if (more <= 0 || place >= sketch.Count || sketch.Pull(place) is not ({ Places.Count: > 0 } or { Everywhere: true }))
        {
            return 0;
        }

        var near = 0;
        foreach (var other in group)
        {
            near += IsNear(sketch, place, other) ? 1 : 0;
        }

        foreach (var other in on?.Content ?? [])
        {
            near += IsNear(sketch, place, other) ? 1 : 0;
        }

        return near * more;
    }

    private static bool IsNear(Sketch sketch, int one, int other) =>
        other < sketch.Count
        && (
            sketch.Pull(one).Everywhere
            || sketch.Pull(other).Everywhere
            || Share(sketch.Pull(one).Places.AsSpan(), sketch.Pull(other).Places.AsSpan())
        );

    /// <summary>Both ascending.</summary>
    public static bool Share(ReadOnlySpan<int> one, ReadOnlySpan<int> other)
    {
        for (int i = 0, j = 0; i < one.Length && j < other.Length; )
        {
            if (one[i] == other[j])
            {
                return true;
            }

            (i, j) = one[i] < other[j] ? (i + 1, j) : (i, j + 1);
        }

        return false;
    }
}
