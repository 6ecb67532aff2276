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

        MakeRoomForEmergency(sketch);
        var kappa = Spine.Kappa(sketch);
        while (sketch.FreeSlots > 0)
        {
            var started =
                Emergency(sketch)
                || (Probes.Oldest(sketch) < Spine.Oldest(sketch) && Probes.Start(sketch))
                || Spine.Step(sketch, kappa)
                || Probes.Start(sketch)
                || Lone(sketch)
                || Spine.Beside(sketch, kappa)
                || Probes.Rest(sketch);
            if (!started)
            {
                return;
            }
        }
    }

    /// <summary>The watchdog's way: the oldest alone on the bare base, and nothing beside it, until something lands or is ejected.</summary>
    private static void OneByOne(Sketch sketch)
    {
        if (sketch.FreeSlots == 0 || sketch.Busy > 0)
        {
            return;
        }

        var first = sketch.Pulls.FirstOrDefault(pull => !IsBlocked(sketch, pull) && !sketch.Flights.Exists(flight => flight.Content.Contains(pull.Number)));
        if (first is not null)
        {
            sketch.Begin(BuildKind.Side, sketch.OnFloor, [first]);
        }
    }

    public static bool IsBlocked(Sketch sketch, Waiting pull) => pull.Behind.Any(sketch.Waits);

    /// <summary>Waits, is in no build that may still land it, and nothing is in its way.</summary>
    public static bool IsFree(Sketch sketch, Waiting pull) =>
        !IsBlocked(sketch, pull)
        && sketch.OnFloor?.Content.Contains(pull.Number) != true
        && !sketch.Flights.Exists(flight =>
            flight.Content.Contains(pull.Number) && (pull.Proof is null or { Doubted: true } || (flight.Kind == BuildKind.Spine && sketch.Valid(flight))));

    /// <summary>Only builds that cannot land any more give way: they would merely have taught something.</summary>
    private static void MakeRoomForEmergency(Sketch sketch)
    {
        if (sketch.FreeSlots > 0 || !sketch.Pulls.Exists(pull => pull.Urgent && IsFree(sketch, pull)))
        {
            return;
        }

        if (sketch.Flights.Find(flight => !flight.Green && !sketch.Valid(flight)) is { } learner)
        {
            sketch.Drop(learner);
        }
    }

    /// <summary>On what will most likely land anyway, so that neither breaks the other.</summary>
    private static bool Emergency(Sketch sketch)
    {
        var urgent = sketch.Pulls.Where(pull => pull.Urgent && IsFree(sketch, pull) && !sketch.Odds.Suspects(pull.Number)).Take(1).ToList();
        if (urgent.Count == 0)
        {
            return false;
        }

        sketch.Begin(BuildKind.Spine, urgent[0].Bare ? sketch.OnFloor : Spine.Safe(sketch), urgent);
        return true;
    }

    /// <summary>Pulls that others should not be stacked on: too risky, or trouble wherever they were.</summary>
    private static bool Lone(Sketch sketch)
    {
        var lone = sketch.Pulls.Find(pull => Spine.IsLone(sketch, pull) && IsFree(sketch, pull) && !sketch.Odds.Suspects(pull.Number));
        if (lone is null)
        {
            return false;
        }

        sketch.Begin(BuildKind.Side, lone.Bare ? sketch.OnFloor : Spine.Safe(sketch), [lone]);
        return true;
    }
}
