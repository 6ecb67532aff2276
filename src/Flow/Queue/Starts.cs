namespace Sluice.Flow.Queue;

/// <summary>What the free slots are spent on, the most urgent first.</summary>
internal static class Starts
{
    public static void Choose(Sketch sketch)
    {
        if (sketch.Sight.Stalled)
        {
            OneByOne(sketch);
            return;
        }

        if (sketch.FreeSlots == 0 && !MakeRoomForEmergency(sketch))
        {
            return;
        }

        while (sketch.FreeSlots > 0 && (Emergency(sketch) || Turnstile.Step(sketch) || Step(sketch))) { }
    }

    private static bool Step(Sketch sketch)
    {
        var pool = new Pool(sketch);
        return sketch.Sight.Slots == 1 && pool.Groups <= sketch.Knobs.FewGroups ? OneSlot.Step(sketch, pool)
            : pool.Saturated ? Throughput.Step(sketch, pool)
            : Latency.Step(sketch, pool);
    }

    /// <summary>
    /// The watchdog's way: the oldest alone on the bare base, and nothing beside it, until something lands or is ejected.
    /// </summary>
    private static void OneByOne(Sketch sketch)
    {
        if (sketch.FreeSlots == 0 || sketch.Busy > 0)
        {
            return;
        }

        foreach (var place in sketch.Due.Concat(Enumerable.Range(0, sketch.Count)))
        {
            if (
                sketch.Waits(place)
                && !sketch.IsBlocked(sketch.Pull(place))
                && !sketch.Candidates.Exists(candidate => candidate.Holds(place))
            )
            {
                sketch.Begin(BuildKind.Side, sketch.OnFloor, [place]);
                return;
            }
        }
    }

    /// <summary>Only builds that cannot land any more give way: they would merely have taught something.</summary>
    private static bool MakeRoomForEmergency(Sketch sketch)
    {
        if (
            (FirstUrgent(sketch) >= 0 || FirstDoubted(sketch) >= 0)
            && sketch.Candidates.Find(candidate => !candidate.Green && !sketch.Valid(candidate)) is { } learner
        )
        {
            sketch.Drop(learner);
        }

        return sketch.FreeSlots > 0;
    }

    /// <summary>
    /// On what will most likely land anyway, so that neither breaks the other. One that a failure speaks against is tested by itself on the
    /// base as it is, still before everybody else: that tells most of it, and lands it if it was a flake.
    /// </summary>
    private static bool Emergency(Sketch sketch)
    {
        if (FirstUrgent(sketch) is var urgent and >= 0)
        {
            sketch.Begin(
                BuildKind.Spine,
                sketch.Pull(urgent).Bare ? sketch.OnFloor : Spine.Safe(sketch, sketch.Knobs.RiskyHazard),
                [urgent]
            );
            return true;
        }

        if (FirstDoubted(sketch) is var doubted and >= 0)
        {
            sketch.Begin(BuildKind.Side, sketch.OnFloor, [doubted]);
            return true;
        }

        return false;
    }

    /// <summary>Urgent ones stand at the head of the order.</summary>
    private static int FirstUrgent(Sketch sketch) => First(sketch, place => sketch.IsFree(place) && !sketch.Odds.Suspects(place));

    /// <summary>Also one that others were built on before it failed: their builds tell less of it, and later.</summary>
    private static int FirstDoubted(Sketch sketch) =>
        First(
            sketch,
            place =>
                sketch.Waits(place)
                && sketch.Odds.Suspects(place)
                && !sketch.IsProven(place)
                && !sketch.IsBlocked(sketch.Pull(place))
                && sketch.OnFloor?.Holds(place) != true
                && !sketch.Candidates.Exists(candidate => candidate.Content is [var only] && only == place)
        );

    private static int First(Sketch sketch, Func<int, bool> isIt)
    {
        for (var place = 0; place < sketch.Count && sketch.Pull(place).Urgent; place++)
        {
            if (isIt(place))
            {
                return place;
            }
        }

        return -1;
    }
}
