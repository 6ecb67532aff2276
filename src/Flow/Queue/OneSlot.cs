namespace Sluice.Flow.Queue;

/// <summary>One slot: nothing can be stacked or tested beside, so each build is what is expected to land most.</summary>
internal static class OneSlot
{
    public static bool Step(Sketch sketch, Pool pool)
    {
        var boarding = pool
            .Proven.Concat(pool.Fresh)
            .Concat(pool.Lone)
            .Concat(Probes.Suspects(sketch))
            .Distinct()
            .Select(place => (Place: place, Weight: Weight(sketch, place)))
            .OrderBy(pull => sketch.Odds.Hazard(pull.Place) / pull.Weight)
            .ThenBy(pull => pull.Place)
            .Take(64)
            .ToList();
        var group = new List<int>();
        List<int> best = [];
        double value = 0,
            weight = 0;
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

        Accompany(sketch, best, boarding.Select(pull => pull.Place));
        sketch.Begin(BuildKind.Spine, sketch.OnFloor, best);
        return true;
    }

    /// <summary>
    /// Who failed alone is tried again with the one that is to be built anyway: green, a build was saved; red, it is as good as certain who
    /// is to blame, and only the one other has waited for nothing.
    /// </summary>
    private static void Accompany(Sketch sketch, List<int> best, IEnumerable<int> boarding)
    {
        if (
            best.Count == 1
            && !sketch.Odds.Suspects(best[0])
            && MayShare(sketch, best[0])
            && boarding.FirstOrDefault(
                place => MayShare(sketch, place) && sketch.Reds.Exists(red => red.Suspects.Count == 1 && red.Suspects[0] == place),
                -1
            )
                is var lone
                    and >= 0
        )
        {
            best.Add(lone);
        }
    }

    private static bool MayShare(Sketch sketch, int place) =>
        sketch.Sight.BatchMax > 1 && sketch.Pull(place) is { MaxBatch: > 1, Bare: false };

    private static double Weight(Sketch sketch, int place) =>
        sketch.Sight.BuildTime <= TimeSpan.Zero
            ? 1
            : 1 + (sketch.Knobs.AgeWeight * ((sketch.Sight.Now - sketch.Pull(place).Since) / sketch.Sight.BuildTime));

    /// <summary>That very set failed, and more than one is in it.</summary>
    private static bool Failed(Sketch sketch, List<int> group) =>
        group.Count > 1 && sketch.Reds.Exists(red => red.Suspects.All(group.Contains) && red.Suspects.Count > 1);
}
