namespace Sluice.Flow.Queue;

/// <summary>
/// The bound on being overtaken. A pull past whom others have been landing for <c>queue.max_wait</c> is due: nobody who came after it lands
/// before it landed or was put out. The oldest that is due is built on the base as it is, which moves only with it or with who came before
/// it; what it is built with shrinks with each failure until it is alone.
/// </summary>
internal static class Turnstile
{
    private const double Coin = 0.5;

    /// <summary>Nobody who came after it may land before it.</summary>
    public static bool IsDue(Sketch sketch, int place) =>
        sketch.Pull(place) is { Urgent: false, Overtaken: { } since } pull
        && sketch.Sight.Now - since >= sketch.Sight.MaxWait
        && sketch.Waits(place)
        && sketch.OnFloor?.Holds(place) != true
        && !sketch.IsBlocked(pull);

    /// <summary>
    /// Whether all that it lands may, before those that are not in it. What is landing already passes nobody any more; emergencies, and
    /// what they were built on, are meant to pass.
    /// </summary>
    public static bool Lets(Sketch sketch, int[] content)
    {
        var landing = sketch.OnFloor;
        foreach (var due in sketch.Due)
        {
            if (!content.AsSpan().Contains(due))
            {
                // Whoever passes a younger one of those that are due passes this one, too.
                return Array.TrueForAll(
                        content,
                        place => landing?.Holds(place) == true || Came(sketch, place).CompareTo(Came(sketch, due)) < 0
                    ) || Array.Exists(content, sketch.IsUrgent);
            }
        }

        return true;
    }

    /// <summary>Without the proven who would pass somebody who is due and not there.</summary>
    public static List<int> Trim(Sketch sketch, Candidate? on, List<int> group)
    {
        foreach (var due in sketch.Due)
        {
            if (on?.Holds(due) != true && !group.Contains(due))
            {
                group.RemoveAll(place => sketch.IsProven(place) && Came(sketch, place).CompareTo(Came(sketch, due)) > 0);
                return group;
            }
        }

        return group;
    }

    /// <summary>
    /// Builds the oldest that is due, unless something that can land it runs; and beside it others that are due and suspected, for what
    /// that tells.
    /// </summary>
    public static bool Step(Sketch sketch)
    {
        if (sketch.Due.Count == 0)
        {
            return false;
        }

        var first = sketch.Due[0];
        if (
            !sketch.Candidates.Exists(candidate =>
                candidate.Holds(first) && sketch.Valid(candidate) && (candidate.Flight.Lands || !candidate.Green)
            )
        )
        {
            sketch.Begin(BuildKind.Spine, sketch.OnFloor, Group(sketch));
            return true;
        }

        if (
            sketch.Tip is { } tip
            && tip.Holds(first)
            && sketch.Hazard(tip) <= sketch.Knobs.TrainHazard
            && Next(sketch, tip) is { Count: > 0 } next
        )
        {
            sketch.Begin(BuildKind.Spine, tip, next);
            return true;
        }

        foreach (var due in sketch.Due)
        {
            if (sketch.Odds.Suspects(due) && !sketch.IsProven(due) && !sketch.IsProbed(due))
            {
                sketch.Begin(BuildKind.Side, sketch.OnFloor, [due]);
                return true;
            }
        }

        return false;
    }

    /// <summary>Those that are due and come next, up to one that is suspected.</summary>
    private static List<int> Next(Sketch sketch, Candidate tip)
    {
        var next = new List<int>();
        var (hazard, most) = (0.0, sketch.Sight.BatchMax);
        foreach (var place in sketch.Due.Where(place => !tip.Holds(place)))
        {
            hazard += sketch.Odds.Hazard(place);
            most = Math.Min(most, sketch.Pull(place).MaxBatch);
            if (
                next.Count >= most
                || sketch.Odds.Suspects(place)
                || sketch.Pull(place).Bare
                || (next.Count > 0 && hazard > sketch.Knobs.TestHazard)
            )
            {
                break;
            }

            next.Add(place);
        }

        return next;
    }

    /// <summary>
    /// Those that are due in the order in which they came, as long as they are as likely to pass as not; then who is proven. Of whom the
    /// first failed with before, at most half as many: so after a few failures it is alone.
    /// </summary>
    private static List<int> Group(Sketch sketch)
    {
        var first = sketch.Due[0];
        var isSuspect = sketch.Odds.Suspects(first);
        var most = isSuspect
            ? Math.Min(
                sketch.Sight.BatchMax,
                sketch.Reds.Where(red => red.Suspects.AsSpan().Contains(first)).Min(red => red.Suspects.Count) / 2
            )
            : sketch.Sight.BatchMax;
        var group = new List<int>();
        foreach (var place in sketch.Due)
        {
            most = Math.Min(most, sketch.Pull(place).Bare ? 1 : sketch.Pull(place).MaxBatch);
            if (group.Count > 0 && (group.Count >= most || sketch.Odds.Good([.. group, place]) < Coin))
            {
                return group;
            }

            group.Add(place);
        }

        if (!isSuspect)
        {
            group.AddRange(
                new Pool(sketch)
                    .Proven.Where(place => !group.Contains(place) && !sketch.Odds.Suspects(place) && sketch.Most(place) >= most)
                    .Take(Math.Max(0, most - group.Count))
            );
        }

        return group;
    }

    /// <summary>When it entered the queue.</summary>
    private static (DateTimeOffset Since, int Number) Came(Sketch sketch, int place) => (sketch.Pull(place).Since, sketch.Number(place));
}
