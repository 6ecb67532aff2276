namespace Sluice.Flow.Queue;

/// <summary>
/// Splits red sets: the part whose passing is most nearly a coin toss tells most. A set that failed is never built whole again, unless it
/// is one pull.
/// </summary>
internal static class Probes
{
    /// <summary>The place of the oldest member of a set that nothing probes; for the caller to weigh against the spine.</summary>
    public static int Oldest(Pool pool) => pool.Unprobed.Count == 0 ? int.MaxValue : pool.Unprobed.Min(red => red.Suspects[0]);

    public static bool Start(Sketch sketch, Pool pool, List<int>? riding = null) =>
        pool
            .Unprobed.OrderBy(red => red.Suspects[0])
            .Any(red => Begin(sketch, red, red.Suspects.Count == 1 ? 1 : red.Suspects.Count - 1, riding));

    /// <summary>With slots to spare, the other part too: then the answer is there after one build's time.</summary>
    public static bool Rest(Sketch sketch) =>
        sketch
            .Minimal.Where(red => IsProbed(sketch, red))
            .OrderBy(red => red.Suspects[0])
            .Any(red => Begin(sketch, red, red.Suspects.Count - 1));

    /// <summary>All whom a red set blames and who may board a build.</summary>
    public static IEnumerable<int> Suspects(Sketch sketch) =>
        sketch.Reds.SelectMany(red => red.Suspects).Distinct().Where(place => sketch.Waits(place) && sketch.IsFree(place));

    public static List<Observation> Unprobed(Sketch sketch) =>
        [.. sketch.Minimal.Where(red => !IsProbed(sketch, red) && Open(sketch, red).Any())];

    private static bool Begin(Sketch sketch, Observation red, int most, List<int>? riding = null)
    {
        var open = Open(sketch, red).OrderBy(sketch.Odds.Bad).ToList();
        var limit = Math.Min(Math.Min(open.Count, most), sketch.Sight.BatchMax);
        for (var count = 1; count <= limit; count++)
        {
            limit = Math.Min(limit, Math.Max(count - 1, sketch.Pull(open[count - 1]).MaxBatch));
        }

        var part = open.Count > 0 && most > 0 ? CoinToss(sketch, open, limit) : 0;
        if (part == 0)
        {
            return false;
        }

        var on = sketch.Pull(open[0]).Bare ? sketch.OnFloor : Spine.Safe(sketch, sketch.Knobs.SafeHazard);
        List<int> riders = riding is null ? [] : Spine.Board(sketch, on, riding, open[..part]);
        riders.RemoveAll(place => red.Suspects.AsSpan().Contains(place));
        sketch.Begin(BuildKind.Side, on, [.. riders, .. open[..part]]);
        return true;
    }

    /// <summary>How many of the first are as likely to pass as to fail; at least one.</summary>
    private static int CoinToss(Sketch sketch, List<int> open, int limit)
    {
        // The more, the less likely: halves what is in question.
        int safe = 0,
            over = limit + 1;
        var (safeGood, overGood) = (1.0, 0.0);
        while (over - safe > 1)
        {
            var middle = (safe + over) / 2;
            var good = sketch.Odds.Good(open[..middle]);
            if (good >= 0.5)
            {
                (safe, safeGood) = (middle, good);
            }
            else
            {
                (over, overGood) = (middle, good);
            }
        }

        return safe == 0 ? 1
            : over > limit || safeGood - 0.5 <= 0.5 - overGood ? safe
            : over;
    }

    /// <summary>Members of whom a build could still tell something.</summary>
    private static IEnumerable<int> Open(Sketch sketch, Observation red) =>
        red.Suspects.Where(place =>
            sketch.Waits(place)
            && (red.Suspects.Count == 1 || sketch.Pull(place).Proof is null or { Doubted: true })
            && sketch.IsFree(place)
            && !sketch.IsProbed(place)
        );

    private static bool IsProbed(Sketch sketch, Observation red) =>
        sketch.Candidates.Exists(candidate =>
            !candidate.Green
            && candidate.HoldsAny(red.Suspects.AsSpan())
            && (red.Suspects.Count == 1 || !candidate.HoldsAll(red.Suspects.AsSpan()))
        );
}
