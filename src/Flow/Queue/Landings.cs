namespace Sluice.Flow.Queue;

/// <summary>Which green build lands: what it brings against the stacked builds that it would break.</summary>
internal static class Landings
{
    public static void Choose(Sketch sketch)
    {
        if (!sketch.Sight.MayLand || sketch.Floor is not null)
        {
            return;
        }

        var best = sketch.Flights
            .Where(flight => flight.Green && flight.Fits && flight.Content.All(sketch.Waits))
            .Where(flight => !BreaksEmergency(sketch, flight))
            .Select(flight => (Flight: flight, Value: Value(sketch, flight)))
            .Where(choice => choice.Value >= 0)
            .OrderByDescending(choice => choice.Value).ThenByDescending(choice => choice.Flight.Content.Count)
            .ThenBy(choice => choice.Flight.Id, StringComparer.Ordinal)
            .Select(choice => choice.Flight)
            .FirstOrDefault();
        if (best is not null)
        {
            sketch.Land = sketch.Floor = best.Id;
        }
    }

    private static double Value(Sketch sketch, Flight flight)
    {
        var gain = flight.Content.Count;
        if (sketch.Sight.Stalled || flight.Content.Any(pull => CannotWait(sketch, pull)))
        {
            return gain;
        }

        var loss = Broken(sketch, flight)
            .Where(other => other.Kind == BuildKind.Spine)
            .Sum(other => Progress(sketch.Sight, other) * sketch.Odds.Good(other.Content) * other.Members.Count);
        return gain - (sketch.Knobs.Edge * loss);
    }

    /// <summary>Running builds that would land, were it not for this landing.</summary>
    private static IEnumerable<Flight> Broken(Sketch sketch, Flight landing) => sketch.Flights.Where(other =>
        !other.Green && other.Fits && !other.Below.Contains(landing.Id) && !landing.Below.Contains(other.Id));

    private static bool BreaksEmergency(Sketch sketch, Flight landing) => Broken(sketch, landing)
        .Any(other => other.Content.Any(pull => sketch.IsUrgent(pull) && !landing.Content.Contains(pull)));

    private static bool CannotWait(Sketch sketch, int pull) =>
        sketch.Find(pull) is { } waiting && (waiting.Urgent || sketch.Sight.Now - waiting.Since >= sketch.Sight.MaxWait);

    private static double Progress(Sight sight, Flight flight) =>
        flight.Started is not { } started ? 0
        : sight.BuildTime <= TimeSpan.Zero ? 0.5
        : Math.Clamp((sight.Now - started) / sight.BuildTime, 0, 0.95);
}
