namespace Sluice.Flow.Queue;

/// <summary>There are slots for all that is to be found out: each is spent where something lands soonest.</summary>
internal static class Latency
{
    public static bool Step(Sketch sketch, Pool pool)
    {
        var kappa = pool.Kappa(sketch);
        return (Probes.Oldest(pool) < Spine.Oldest(pool) && Probes.Start(sketch, pool))
            || Spine.Step(sketch, pool, kappa)
            || Probes.Start(sketch, pool)
            || Lone(sketch, pool)
            || Spine.Beside(sketch, pool, kappa)
            || Probes.Rest(sketch);
    }

    private static bool Lone(Sketch sketch, Pool pool)
    {
        if (pool.Lone.Count == 0)
        {
            return false;
        }

        var lone = pool.Lone[0];
        sketch.Begin(BuildKind.Side, sketch.Pull(lone).Bare ? sketch.OnFloor : Spine.Safe(sketch, sketch.Knobs.SafeHazard), [lone]);
        return true;
    }
}
