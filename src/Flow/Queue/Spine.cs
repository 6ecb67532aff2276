namespace Sluice.Flow.Queue;

/// <summary>What is stacked to land next, one group on top of the other.</summary>
internal static class Spine
{
    /// <summary>The place of whom the next step would start with.</summary>
    public static int Oldest(Pool pool) =>
        Math.Min(pool.Fresh.Count > 0 ? pool.Fresh[0] : int.MaxValue, pool.Proven.Count > 0 ? pool.Proven[0] : int.MaxValue);

    /// <summary>The deepest flight of the spine that is no more hazardous than that; null: the bare base.</summary>
    public static Candidate? Safe(Sketch sketch, double most)
    {
        Candidate? safe = null;
        foreach (var candidate in sketch.Candidates)
        {
            if (
                candidate.IsSpine
                && sketch.Valid(candidate)
                && sketch.Hazard(candidate) <= most
                && (safe is null || (candidate.Content.Length, candidate.Flight.Id).CompareTo((safe.Content.Length, safe.Flight.Id)) > 0)
            )
            {
                safe = candidate;
            }
        }

        return safe ?? sketch.OnFloor;
    }

    /// <summary>Stacks the next group on the spine.</summary>
    public static bool Step(Sketch sketch, Pool pool, double kappa)
    {
        var tip = sketch.Tip ?? sketch.OnFloor;
        var stacked = sketch.Candidates.Exists(candidate => candidate.IsSpine && sketch.Valid(candidate) && !candidate.Green);
        var room = stacked ? sketch.Knobs.SpineHazard - sketch.Hazard(tip) : sketch.Knobs.GroupHazard;
        var group = Gather(
            sketch,
            pool,
            tip,
            kappa,
            room,
            stacked,
            pool.Proven.Concat(pool.Fresh.OrderBy(place => Turnstile.IsDue(sketch, place) ? 0 : 1 + sketch.Odds.Hazard(place)))
        );
        if (group.Count == 0 || (stacked && !IsWorth(sketch, group, tip)) || !IsComplete(sketch, group))
        {
            return false;
        }

        sketch.Begin(BuildKind.Spine, tip, group);
        return true;
    }

    /// <summary>With the spine full, a group of fresh pulls on the bare base: green, it lands or rides the next train as proven.</summary>
    public static bool Beside(Sketch sketch, Pool pool, double kappa)
    {
        if (sketch.Tip is not { } tip)
        {
            return false;
        }

        var room = sketch.Knobs.SpineHazard - sketch.Hazard(tip);
        var group = Gather(sketch, pool, sketch.OnFloor, kappa, sketch.Knobs.GroupHazard, true, pool.Fresh);
        if (Gather(sketch, pool, tip, kappa, room, true, pool.Fresh).Count >= group.Count)
        {
            return false;
        }

        if (group.Count == 0 || !IsWorth(sketch, group) || !IsComplete(sketch, group))
        {
            return false;
        }

        sketch.Begin(BuildKind.Side, sketch.OnFloor, group);
        return true;
    }

    /// <summary>The proven who may board: clean ones up to the limit, suspects with odds.</summary>
    /// <param name="beside">The others that the build adds.</param>
    public static List<int> Board(Sketch sketch, Candidate? on, List<int> proven, List<int> beside)
    {
        var group = new List<int>();
        var most = beside.Aggregate(sketch.Sight.BatchMax, (least, place) => Math.Min(least, sketch.Most(place)));
        var gambled = IsGambling(sketch);
        foreach (var suspects in (bool[])[false, true])
        {
            foreach (var place in proven)
            {
                if (
                    sketch.Odds.Suspects(place) == suspects
                    && group.Count + beside.Count < Math.Min(most, sketch.Most(place))
                    && MayBoard(sketch, on, group, place, ref gambled)
                )
                {
                    group.Add(place);
                    most = Math.Min(most, sketch.Most(place));
                }
            }
        }

        return Turnstile.Trim(sketch, on, group);
    }

    private static List<int> Gather(Sketch sketch, Pool pool, Candidate? on, double kappa, double room, bool strict, IEnumerable<int> order)
    {
        var group = new List<int>();
        var hazard = 0.0;
        var most = sketch.Sight.BatchMax;
        var gambled = IsGambling(sketch);
        foreach (var place in order)
        {
            most = Math.Min(most, sketch.Pull(place).MaxBatch);
            var more = sketch.Odds.Hazard(place) + Nearness.Hazard(sketch, place, on, group);
            var isFirst = group.Count == 0;
            var fits = isFirst ? !strict || more <= room : hazard + more <= room && (group.Count + 1) * (hazard + more) <= kappa;
            if (isFirst && !fits)
            {
                // Whoever is first waits for room; nobody is let past.
                return group;
            }

            if (group.Count < most && fits && MayBoard(sketch, on, group, place, ref gambled))
            {
                group.Add(place);
                hazard += more;
            }
        }

        return Turnstile.Trim(sketch, on, group);
    }

    /// <summary>A build runs against the odds that a suspect has, who was green before.</summary>
    private static bool IsGambling(Sketch sketch) =>
        sketch.Candidates.Exists(candidate =>
            !candidate.Green
            && candidate.Flight.Odds < sketch.Knobs.Board
            && Array.Exists(candidate.Content, place => sketch.IsProven(place) && sketch.Odds.Suspects(place))
        );

    /// <summary>A suspect boards only with odds; once at a time a gamble is allowed, which settles a pair by landing one of it.</summary>
    private static bool MayBoard(Sketch sketch, Candidate? on, List<int> group, int place, ref bool gambled)
    {
        if (!sketch.Odds.Suspects(place))
        {
            return true;
        }

        var good = sketch.Odds.Good([.. on?.Content ?? [], .. group, place]);
        if (good >= sketch.Knobs.Board)
        {
            return true;
        }

        var gambles = (good >= sketch.Knobs.Gamble && !gambled) || (group.Count == 0 && sketch.Busy == 0);
        gambled |= gambles;
        return gambles;
    }

    /// <summary>
    /// Ski-rental: a build is spent when the waiting has already cost as much; its price rises with the use of the slots, and with the risk
    /// that it is in vain. A full one waits for nobody.
    /// </summary>
    private static bool IsWorth(Sketch sketch, List<int> group, Candidate? on = null)
    {
        var knobs = sketch.Knobs;
        var use = Math.Max(0, ((double)sketch.Busy / sketch.Sight.Slots) - knobs.Idle) / (1 - knobs.Idle);
        var good = Math.Max(sketch.Odds.Good([.. on?.Content ?? [], .. group]), 1e-3);
        var price = knobs.Price * Math.Pow(use, knobs.PricePower) * sketch.Sight.BuildTime / Math.Pow(good, knobs.RiskPower);
        var waited = group.Aggregate(TimeSpan.Zero, (sum, place) => sum + (sketch.Sight.Now - sketch.Pull(place).Since));
        if (
            waited >= price
            || group.Count >= sketch.Sight.BatchMax
            || group.Exists(place => sketch.IsUrgent(place) || group.Count >= sketch.Pull(place).MaxBatch)
        )
        {
            return true;
        }

        sketch.Wake(sketch.Sight.Now + ((price - waited) / group.Count));
        return false;
    }

    /// <summary>Whether the policy's <c>batch.wait</c> for company is over.</summary>
    private static bool IsComplete(Sketch sketch, List<int> group)
    {
        var until = sketch.Pull(group[0]).Since + sketch.Sight.BatchWait;
        if (until <= sketch.Sight.Now || group.Count >= sketch.Sight.BatchMax || group.Exists(sketch.IsUrgent))
        {
            return true;
        }

        sketch.Wake(until);
        return false;
    }
}
