namespace Sluice.Flow.Queue;

/// <summary>One slot: nothing can be stacked or tested beside, so each build is what is expected to land most.</summary>
internal static class OneSlot
{
    public static bool Step(Sketch sketch, Pool pool)
    {
        var boarding = pool.Proven.Concat(pool.Fresh).Concat(pool.Lone).Concat(Probes.Suspects(sketch)).Distinct()
            .Select(place => (Place: place, Weight: Weight(sketch, place)))
            .OrderBy(pull => sketch.Odds.Hazard(pull.Place) / pull.Weight).ThenBy(pull => pull.Place).Take(64).ToList();
        var group = new List<int>();
        List<int> best = [];
        double value = 0, weight = 0;
        var most = sketch.Sight.BatchMax;
        foreach (var pull in boarding)
        {
            most = Math.Min(most, sketch.Pull(pull.Place).MaxBatch);
            if (group.Count >= most)
            {
                break;
            }

            group.Add(pull.Place);
            weight += pull.Weight;
            var good = sketch.Odds.Good(group);
            var now = weight * good;
            if (now >= value && !Failed(sketch, group))
            {
                (best, value) = ([.. group], now);
            }
        }

        if (best.Count == 0)
        {
            return false;
        }

        sketch.Begin(BuildKind.Spine, sketch.OnFloor, best);
        return true;
    }

    private static double Weight(Sketch sketch, int place) => sketch.Sight.BuildTime <= TimeSpan.Zero ? 1
        : 1 + (sketch.Knobs.AgeWeight * ((sketch.Sight.Now - sketch.Pull(place).Since) / sketch.Sight.BuildTime));

    /// <summary>That very set failed, and more than one is in it.</summary>
    private static bool Failed(Sketch sketch, List<int> group) => group.Count > 1 && sketch.Reds.Exists(red => red.Suspects.All(group.Contains) && red.Suspects.Count > 1);
}
