namespace Sluice.Flow.Queue;

/// <summary>Who fails: red evidence and a posterior at the bar, the surest first, for each takes the blame for the red sets that it is in.</summary>
internal static class Ejections
{
    public static void Choose(Sketch sketch)
    {
        while (Next(sketch) is { } ejection)
        {
            sketch.Eject(ejection);
        }
    }

    private static Ejection? Next(Sketch sketch) => sketch.Pulls
        .Where(pull => sketch.Odds.Suspects(pull.Number) && !Lands(sketch, pull.Number))
        .Select(pull => new Ejection(pull.Number, sketch.Odds.Bad(pull.Number), IsSpent(sketch, pull.Number), Smallest(sketch, pull.Number)))
        .Where(ejection => ejection.Spent || ejection.Confidence >= 1 - sketch.Knobs.Doubt)
        .OrderByDescending(ejection => ejection.Confidence).ThenBy(ejection => sketch.Place(ejection.Number))
        .FirstOrDefault();

    private static bool Lands(Sketch sketch, int pull) => sketch.OnFloor is { } floor && floor.Content.Contains(pull);

    private static bool IsSpent(Sketch sketch, int pull) =>
        sketch.Reds.Exists(red => red.Suspects.Count == 1 && red.Suspects[0] == pull && red.Times > sketch.Sight.Retries);

    private static Row<int> Smallest(Sketch sketch, int pull) =>
        sketch.Reds.Where(red => red.Suspects.Contains(pull)).MinBy(red => red.Suspects.Count)!.Suspects;
}
