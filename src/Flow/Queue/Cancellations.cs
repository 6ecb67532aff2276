namespace Sluice.Flow.Queue;

/// <summary>Which builds can no longer land, nor teach anything.</summary>
internal static class Cancellations
{
    public static void Choose(Sketch sketch)
    {
        foreach (var flight in sketch.Flights.Where(flight => flight.Id != sketch.Floor && !BelowFloor(sketch, flight)).ToList())
        {
            if (sketch.Flights.Contains(flight) && IsVain(sketch, flight))
            {
                sketch.Drop(flight);
            }
        }
    }

    private static bool BelowFloor(Sketch sketch, Flight flight) => sketch.OnFloor is { } floor && floor.Below.Contains(flight.Id);

    private static bool IsVain(Sketch sketch, Flight flight)
    {
        if (!flight.Content.All(sketch.Waits))
        {
            return true;
        }

        if (!sketch.Valid(flight))
        {
            // A probe on an old base still tells whom a red set blames; nothing else does.
            return flight.Green || flight.Kind == BuildKind.Spine || !flight.Content.Any(sketch.Odds.Suspects);
        }

        if (flight.Green || flight.Kind == BuildKind.Side)
        {
            return false;
        }

        // It must have fallen since the start: a retry that was started against the odds is let run.
        var good = sketch.Odds.Good(flight.Content);
        return good < sketch.Knobs.Lost && good < sketch.Knobs.LostShare * flight.Odds;
    }
}
