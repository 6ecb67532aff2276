namespace Sluice.Flow.Queue;

/// <summary>Who fails: red evidence and a posterior at the bar, the surest first, for each takes the blame for the red sets that it is in.</summary>
internal static class Ejections
{
    public static void Choose(Sketch sketch)
    {
        while (Next(sketch) is { } place)
        {
            var smallest = sketch.Reds.Where(red => red.Suspects.AsSpan().Contains(place)).MinBy(red => red.Suspects.Count)!.Suspects;
            sketch.Eject(place, new Ejection(
                sketch.Number(place), sketch.Odds.Bad(place), IsSpent(sketch, place), smallest.Select(sketch.Number).Order().ToRow()));
        }
    }

    private static int? Next(Sketch sketch)
    {
        int? surest = null;
        var confidence = 0.0;
        foreach (var place in sketch.Reds.SelectMany(red => red.Suspects))
        {
            var bad = sketch.Odds.Bad(place);
            var isSurer = bad > confidence || (bad >= confidence && place < surest) || surest is null;
            if (isSurer && sketch.Waits(place) && sketch.OnFloor?.Holds(place) != true
                && (bad >= 1 - sketch.Knobs.Doubt || IsSpent(sketch, place)))
            {
                (surest, confidence) = (place, bad);
            }
        }

        return surest;
    }

    private static bool IsSpent(Sketch sketch, int place) =>
        sketch.Reds.Exists(red => red.Suspects.Count == 1 && red.Suspects[0] == place && red.Times > sketch.Sight.Retries);
}
