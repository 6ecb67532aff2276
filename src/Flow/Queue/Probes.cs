namespace Sluice.Flow.Queue;

/// <summary>Splits red sets: the part whose passing is most nearly a coin toss tells most. A set that failed is never built whole again, unless it is one pull.</summary>
internal static class Probes
{
    /// <summary>The place of the oldest member of a set that nothing probes; for the caller to weigh against the spine.</summary>
    public static int Oldest(Sketch sketch) => Unprobed(sketch).SelectMany(red => red.Suspects).Select(sketch.Place).DefaultIfEmpty(int.MaxValue).Min();

    public static bool Start(Sketch sketch) => Unprobed(sketch)
        .OrderBy(red => red.Suspects.Min(sketch.Place))
        .Any(red => Begin(sketch, red, red.Suspects.Count == 1 ? 1 : red.Suspects.Count - 1));

    /// <summary>With slots to spare, the other part too: then the answer is there after one build's time.</summary>
    public static bool Rest(Sketch sketch) => Minimal(sketch)
        .Where(red => IsProbed(sketch, red))
        .OrderBy(red => red.Suspects.Min(sketch.Place))
        .Any(red => Begin(sketch, red, red.Suspects.Count - 1));

    private static bool Begin(Sketch sketch, Observation red, int most)
    {
        var open = Open(sketch, red)
            .OrderByDescending(pull => sketch.Odds.Good([pull.Number])).ThenBy(pull => sketch.Place(pull.Number)).ToList();
        var part = Enumerable.Range(1, Math.Max(0, Math.Min(Math.Min(open.Count, most), sketch.Sight.BatchMax)))
            .Select(count => open[..count])
            .Where(candidate => candidate.Min(pull => pull.MaxBatch) >= candidate.Count)
            .MinBy(candidate => Math.Abs(sketch.Odds.Good(candidate.Select(pull => pull.Number)) - 0.5));
        if (part is null)
        {
            return false;
        }

        sketch.Begin(BuildKind.Side, sketch.OnFloor, part);
        return true;
    }

    /// <summary>Members of whom a build could still tell something.</summary>
    private static IEnumerable<Waiting> Open(Sketch sketch, Observation red) => sketch.Pulls.Where(pull =>
        red.Suspects.Contains(pull.Number)
        && (red.Suspects.Count == 1 || pull.Proof is null or { Doubted: true })
        && Starts.IsFree(sketch, pull)
        && !sketch.Flights.Exists(flight => !flight.Green && flight.Content.Contains(pull.Number)));

    private static IEnumerable<Observation> Unprobed(Sketch sketch) => Minimal(sketch).Where(red => !IsProbed(sketch, red) && Open(sketch, red).Any());

    /// <summary>A set that holds another tells nothing that the smaller one does not tell better.</summary>
    private static IEnumerable<Observation> Minimal(Sketch sketch) => sketch.Reds.Where(red =>
        !sketch.Reds.Exists(other => other.Suspects.Count < red.Suspects.Count && other.Suspects.All(red.Suspects.Contains)));

    private static bool IsProbed(Sketch sketch, Observation red) => sketch.Flights.Exists(flight =>
        !flight.Green && flight.Content.Any(red.Suspects.Contains) && (red.Suspects.Count == 1 || !red.Suspects.All(flight.Content.Contains)));
}
