namespace Sluice.Flow.Queue;

/// <summary>
/// There is more to find out than slots to do it: each build is to tell as much as it can, and what was found good lands by the trainload.
/// </summary>
internal static class Throughput
{
    public static bool Step(Sketch sketch, Pool pool)
    {
        if (sketch.Sight.Slots == 1)
        {
            return Probes.Start(sketch, pool) || Single(sketch, pool);
        }

        return Train(sketch, pool) || Probes.Start(sketch, pool, pool.Proven) || Fresh(sketch, pool) || Train(sketch, pool, true);
    }

    /// <summary>
    /// All that is proven, in one build. It costs as much as it delays those who wait for a test; so much has waiting to have cost.
    /// </summary>
    private static bool Train(Sketch sketch, Pool pool, bool always = false)
    {
        if (pool.Proven.Count == 0)
        {
            return false;
        }

        var tip = sketch.Tip ?? sketch.OnFloor;
        if (sketch.Hazard(tip) > sketch.Knobs.TrainHazard)
        {
            return false;
        }

        var train = Spine.Board(sketch, tip, pool.Proven, []);
        if (train.Count == 0)
        {
            return false;
        }

        var share = sketch.Knobs.TrainPrice * (pool.Fresh.Count + (8 * pool.Unprobed.Count)) / sketch.Sight.Slots;
        if (!always && train.Count < share && sketch.Most(train[0]) > 1)
        {
            return false;
        }

        sketch.Begin(BuildKind.Spine, tip, train);
        return true;
    }

    /// <summary>One slot: every build is a train, and tests on top of it what is fresh.</summary>
    private static bool Single(Sketch sketch, Pool pool)
    {
        var fresh = Group(sketch, pool);
        var train = Spine.Board(sketch, sketch.OnFloor, pool.Proven, fresh);
        if (train.Count + fresh.Count == 0)
        {
            return false;
        }

        sketch.Begin(BuildKind.Spine, sketch.OnFloor, [.. train, .. fresh]);
        return true;
    }

    private static bool Fresh(Sketch sketch, Pool pool)
    {
        var group = Group(sketch, pool);
        if (group.Count == 0)
        {
            return false;
        }

        var on = sketch.Pull(group[0]).Bare ? sketch.OnFloor : Spine.Safe(sketch, sketch.Knobs.SafeHazard);
        sketch.Begin(BuildKind.Side, on, [.. Spine.Board(sketch, on, pool.Proven, group), .. group]);
        return true;
    }

    /// <summary>The oldest, and of those behind it the least risky, until green and red are about as likely.</summary>
    private static List<int> Group(Sketch sketch, Pool pool)
    {
        var (among, limit) =
            sketch.Sight.Slots == 1
                ? (sketch.Knobs.OneSlotWindow, sketch.Knobs.OneSlotHazard)
                : (sketch.Knobs.Window, sketch.Knobs.TestHazard);
        var window = pool
            .Fresh.Concat(pool.Lone)
            .Order()
            .Take(among)
            .Select(place => (Place: place, Hazard: sketch.Odds.Hazard(place)))
            .ToList();
        var group = new List<int>();
        var hazard = 0.0;
        var most = sketch.Sight.BatchMax;
        foreach (
            var (place, more) in window
                .Take(1)
                .Concat(window.Skip(1).OrderBy(pull => Turnstile.IsDue(sketch, pull.Place) ? 0 : 1 + pull.Hazard))
        )
        {
            most = Math.Min(most, sketch.Pull(place).MaxBatch);
            if (group.Count >= most || (group.Count > 0 && (hazard + more > limit || sketch.Pull(group[0]).Bare)))
            {
                break;
            }

            group.Add(place);
            hazard += more;
        }

        return group;
    }
}
