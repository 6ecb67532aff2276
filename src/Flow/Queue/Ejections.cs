namespace Sluice.Flow.Queue;

/// <summary>
/// Who fails: red evidence and a posterior at the bar, the surest first, for each takes the blame for the red sets that it is in.
/// </summary>
internal static class Ejections
{
    public static void Choose(Sketch sketch)
    {
        while (Next(sketch) is { } place)
        {
            sketch.Eject(place, new Ejection(sketch.Number(place), sketch.Odds.Bad(place)));
        }
    }

    private static int? Next(Sketch sketch)
    {
        int? surest = null;
        var confidence = 0.0;
        var bar = sketch.Knobs.Bar(sketch.Sight.Slots, sketch.Sight.Flake);
        var spent = sketch.Reds.Where(red => IsSpent(sketch, red)).Select(red => red.Suspects[0]).ToList();
        foreach (var red in sketch.Reds)
        {
            foreach (var place in red.Suspects.AsSpan())
            {
                var bad = sketch.Odds.Bad(place);
                var isSurer = bad > confidence || (bad >= confidence && place < surest) || surest is null;
                if (isSurer && sketch.Waits(place) && sketch.OnFloor?.Holds(place) != true && (bad >= bar || spent.Contains(place)))
                {
                    (surest, confidence) = (place, bad);
                }
            }
        }

        return surest;
    }

    /// <summary>It failed alone, and was tried again as often as the policy says.</summary>
    private static bool IsSpent(Sketch sketch, Observation red) => red.Suspects.Count == 1 && red.Times > sketch.Sight.Retries;
}
