namespace Sluice.Flow.Queue;

/// <summary>Splits red sets: the part whose passing is most nearly a coin toss tells most. A set that failed is never built whole again, unless it is one pull.</summary>
internal static class Probes
{
    /// <summary>The place of the oldest member of a set that nothing probes; for the caller to weigh against the spine.</summary>
    public static int Oldest(Pool pool) => pool.Unprobed.Count == 0 ? int.MaxValue : pool.Unprobed.Min(red => red.Suspects[0]);

    public static bool Start(Sketch sketch, Pool pool, bool ride = false) => pool.Unprobed
        .OrderBy(red => red.Suspects[0])
        .Any(red => Begin(sketch, red, red.Suspects.Count == 1 ? 1 : red.Suspects.Count - 1, ride ? pool.Proven : null));

    /// <summary>With slots to spare, the other part too: then the answer is there after one build's time.</summary>
    public static bool Rest(Sketch sketch) => Minimal(sketch)
        .Where(red => IsProbed(sketch, red))
        .OrderBy(red => red.Suspects[0])
        .Any(red => Begin(sketch, red, red.Suspects.Count - 1));

    /// <summary>All whom a red set blames and who may board a build.</summary>
    public static IEnumerable<int> Suspects(Sketch sketch) => sketch.Reds.SelectMany(red => red.Suspects).Distinct().Where(place => sketch.Waits(place) && sketch.IsFree(place));

    public static List<Observation> Unprobed(Sketch sketch) =>
        [.. Minimal(sketch).Where(red => !IsProbed(sketch, red) && Open(sketch, red).Any())];

    private static bool Begin(Sketch sketch, Observation red, int most, List<int>? riding = null)
    {
        var open = Open(sketch, red).OrderBy(sketch.Odds.Bad).ToList();
        var part = 0;
        var distance = double.MaxValue;
        var limit = Math.Min(Math.Min(open.Count, most), sketch.Sight.BatchMax);
        for (var count = 1; count <= limit; count++)
        {
            limit = Math.Min(limit, sketch.Pull(open[count - 1]).MaxBatch);
            if (count > limit)
            {
                break;
            }

            var off = Math.Abs(sketch.Odds.Good(open[..count]) - 0.5);
            (part, distance) = off < distance ? (count, off) : (part, distance);
        }

        if (part == 0 && open.Count > 0 && most > 0)
        {
            part = 1;
        }

        if (part == 0)
        {
            return false;
        }

        var on = Spine.Safe(sketch, sketch.Knobs.SafeHazard);
        List<int> riders = riding is null ? [] : Spine.Board(sketch, on, riding);
        riders.RemoveAll(open.Contains);
        sketch.Begin(BuildKind.Side, on, [.. riders, .. open[..part]]);
        return true;
    }

    /// <summary>Members of whom a build could still tell something.</summary>
    private static IEnumerable<int> Open(Sketch sketch, Observation red) => red.Suspects.Where(place =>
        sketch.Waits(place)
        && (red.Suspects.Count == 1 || sketch.Pull(place).Proof is null or { Doubted: true })
        && sketch.IsFree(place)
        && !sketch.IsProbed(place));

    /// <summary>A set that holds another tells nothing that the smaller one does not tell better.</summary>
    private static IEnumerable<Observation> Minimal(Sketch sketch) => sketch.Reds.Where(red =>
        !sketch.Reds.Exists(other => other.Suspects.Count < red.Suspects.Count && other.Suspects.All(red.Suspects.Contains)));

    private static bool IsProbed(Sketch sketch, Observation red) => sketch.Candidates.Exists(candidate =>
        !candidate.Green && candidate.HoldsAny(red.Suspects.AsSpan()) && (red.Suspects.Count == 1 || !candidate.HoldsAll(red.Suspects.AsSpan())));
}
