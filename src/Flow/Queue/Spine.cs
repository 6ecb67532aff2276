namespace Sluice.Flow.Queue;

/// <summary>What is stacked to land next, one group on top of the other.</summary>
internal static class Spine
{
    /// <summary>Pulls looked at for one group: those further behind are not worth the time.</summary>
    private const int Reach = 256;

    /// <summary>κ, raised until what is fresh falls into no more groups than there are free slots: who is flooded tests more at once.</summary>
    public static double Kappa(Sketch sketch)
    {
        var fresh = sketch.Pulls.Where(pull => IsFresh(sketch, pull)).Select(pull => sketch.Odds.Hazard(pull.Number)).ToList();
        var kappa = sketch.Knobs.Kappa;
        for (var i = 0; i < 24 && Groups(fresh, kappa, sketch.Knobs.GroupHazard) > Math.Max(1, sketch.FreeSlots); i++)
        {
            kappa *= 1.6;
        }

        return kappa;
    }

    /// <summary>The place of whom the next step would start with.</summary>
    public static int Oldest(Sketch sketch) =>
        sketch.Pulls.Find(pull => IsBoarding(sketch, pull)) is { } pull ? sketch.Place(pull.Number) : int.MaxValue;

    /// <summary>Neither risky nor in trouble: others may be stacked on it.</summary>
    public static bool IsLone(Sketch sketch, Waiting pull) =>
        pull.Bare || (pull.Proof is null && sketch.Odds.Hazard(pull.Number) > sketch.Knobs.RiskyHazard);

    /// <summary>The deepest flight of the spine that is safe to stand on; null: the bare base.</summary>
    public static Flight? Safe(Sketch sketch) =>
        sketch.Flights.Where(flight => flight.Kind == BuildKind.Spine && sketch.Valid(flight) && sketch.Hazard(flight) <= sketch.Knobs.RiskyHazard)
            .MaxBy(flight => (flight.Content.Count, flight.Id)) ?? sketch.OnFloor;

    /// <summary>Stacks the next group on the spine; the first who waits is always in it.</summary>
    public static bool Step(Sketch sketch, double kappa)
    {
        var tip = sketch.Tip ?? sketch.OnFloor;
        var stacked = sketch.Flights.Exists(flight => flight.Kind == BuildKind.Spine && sketch.Valid(flight) && !flight.Green);
        var room = stacked ? sketch.Knobs.SpineHazard - sketch.Hazard(tip) : sketch.Knobs.GroupHazard;
        var group = Gather(sketch, tip, kappa, room, stacked);
        if (group.Count == 0 || (stacked && !IsWorth(sketch, group)) || !IsComplete(sketch, group))
        {
            return false;
        }

        sketch.Begin(BuildKind.Spine, tip, group);
        return true;
    }

    /// <summary>With the spine full, a group of fresh pulls on the bare base: green, it lands or rides the next train as proven.</summary>
    public static bool Beside(Sketch sketch, double kappa)
    {
        if (sketch.Tip is null)
        {
            return false;
        }

        var group = Gather(sketch, sketch.OnFloor, kappa, sketch.Knobs.GroupHazard, true, freshOnly: true);
        if (group.Count == 0 || !IsWorth(sketch, group) || !IsComplete(sketch, group))
        {
            return false;
        }

        sketch.Begin(BuildKind.Side, sketch.OnFloor, group);
        return true;
    }

    private static List<Waiting> Gather(Sketch sketch, Flight? on, double kappa, double room, bool strict, bool freshOnly = false)
    {
        var group = new List<Waiting>();
        var hazard = 0.0;
        var gambled = sketch.Flights.Exists(flight => !flight.Green && flight.Odds < sketch.Knobs.Board);
        foreach (var pull in sketch.Pulls.Where(pull => freshOnly ? IsFresh(sketch, pull) : IsBoarding(sketch, pull)).Take(Reach))
        {
            var most = Math.Min(sketch.Sight.BatchMax, group.Select(member => member.MaxBatch).Append(pull.MaxBatch).Min());
            var more = sketch.Odds.Hazard(pull.Number);
            var isFirst = group.Count == 0;
            var fits = isFirst
                ? !strict || more <= room
                : hazard + more <= room && (group.Count + 1) * (hazard + more) <= kappa;
            if (isFirst && !fits)
            {
                // Whoever is first waits for room; nobody is let past.
                return group;
            }

            if (group.Count < most && fits && MayBoard(sketch, on, group, pull, ref gambled))
            {
                group.Add(pull);
                hazard += more;
            }
        }

        return group;
    }

    /// <summary>A suspect boards only with odds; once at a time a gamble is allowed, which settles a pair by landing one of it.</summary>
    private static bool MayBoard(Sketch sketch, Flight? on, List<Waiting> group, Waiting pull, ref bool gambled)
    {
        if (!sketch.Odds.Suspects(pull.Number))
        {
            return true;
        }

        var good = sketch.Odds.Good([.. on?.Content ?? [], .. group.Select(member => member.Number), pull.Number]);
        if (good >= sketch.Knobs.Board)
        {
            return true;
        }

        var gambles = (good >= sketch.Knobs.Gamble && !gambled) || (group.Count == 0 && sketch.Busy == 0);
        gambled |= gambles;
        return gambles;
    }

    /// <summary>Free, and either under no suspicion or proven in spite of it.</summary>
    private static bool IsBoarding(Sketch sketch, Waiting pull) =>
        !IsLone(sketch, pull) && (!sketch.Odds.Suspects(pull.Number) || pull.Proof is { Doubted: false }) && Starts.IsFree(sketch, pull);

    private static bool IsFresh(Sketch sketch, Waiting pull) =>
        pull.Proof is null && !IsLone(sketch, pull) && !sketch.Odds.Suspects(pull.Number) && Starts.IsFree(sketch, pull);

    /// <summary>Ski-rental: a build is spent when the waiting has already cost as much; its price rises with the use of the slots.</summary>
    private static bool IsWorth(Sketch sketch, List<Waiting> group)
    {
        var use = (double)sketch.Busy / sketch.Sight.Slots;
        var price = sketch.Knobs.Price * use * use * sketch.Sight.BuildTime;
        var waited = group.Aggregate(TimeSpan.Zero, (sum, pull) => sum + (sketch.Sight.Now - pull.Since));
        if (waited >= price || group.Exists(pull => pull.Urgent))
        {
            return true;
        }

        sketch.Wake(sketch.Sight.Now + ((price - waited) / group.Count));
        return false;
    }

    /// <summary>Whether the policy's <c>batch.wait</c> for company is over.</summary>
    private static bool IsComplete(Sketch sketch, List<Waiting> group)
    {
        var until = group[0].Since + sketch.Sight.BatchWait;
        if (until <= sketch.Sight.Now || group.Count >= sketch.Sight.BatchMax || group.Exists(pull => pull.Urgent))
        {
            return true;
        }

        sketch.Wake(until);
        return false;
    }

    private static int Groups(List<double> hazards, double kappa, double most)
    {
        int groups = 0, size = 0;
        var sum = 0.0;
        foreach (var hazard in hazards)
        {
            if (size == 0 || (size + 1) * (sum + hazard) > kappa || sum + hazard > most)
            {
                groups++;
                size = 0;
                sum = 0;
            }

            size++;
            sum += hazard;
        }

        return groups;
    }
}
