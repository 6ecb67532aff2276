namespace Sluice.Flow.Release.Files;

/// <summary>Reads the ticks of a metric that counts.</summary>
internal static class TickFields
{
    public static Row<Tick> Read(ref Cursor cursor)
    {
        var ticks = new List<Tick>();
        cursor.List("ticks");
        while (cursor.Item())
        {
            ticks.Add(Tick(ref cursor, ticks.Count == 0 ? "" : ticks[^1].Deployment, ticks.Count));
        }

        return ticks.ToRow();
    }

    /// <param name="stage">Of the tick before: equal names are then one text.</param>
    private static Tick Tick(ref Cursor cursor, string stage, int index)
    {
        var (canary, baseline, share, exposure, named) = (double.NaN, double.NaN, double.NaN, (double?)null, "");
        var begin = cursor.Offset;
        var seen = new List<string>(3);
        cursor.Object("a tick");
        while (cursor.Key(seen, "canary", "baseline", "share", "exposure", "stage") is { } key)
        {
            switch (key)
            {
                case "canary":
                    canary = Count(ref cursor, key);
                    break;
                case "baseline":
                    baseline = Count(ref cursor, key);
                    break;
                case "share":
                    share = cursor.Number(
                        "share, the canary's part of the requests, is a number above 0 and below 1",
                        part => part is > 0 and < 1
                    );
                    break;
                case "exposure":
                    exposure = cursor.Number(
                        "exposure, the requests on the baseline, is a number of at least 0",
                        requests => requests is >= 0 and <= Flow.Release.Tick.Most
                    );
                    break;
                default:
                    named = cursor.Text("stage");
                    break;
            }
        }

        return double.IsNaN(canary + baseline + share)
            ? throw new Malformed(begin, "a tick has \"canary\", \"baseline\" and \"share\"")
            : new Tick(named == stage ? stage : named, index, canary, baseline, share) { Exposure = exposure };
    }

    private static double Count(ref Cursor cursor, string key) =>
        cursor.Number($"{key} is a count: a number of at least 0, at most 1e15", count => count is >= 0 and <= Flow.Release.Tick.Most);
}
