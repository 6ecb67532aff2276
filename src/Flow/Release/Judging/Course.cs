namespace Sluice.Flow.Release.Judging;

/// <summary>Evidence over all metrics after one tick: the same numbers that the judge holds against its two bounds.</summary>
/// <param name="Tick">Its place among the ticks, from 0.</param>
/// <param name="LogEHarm">Natural logarithm, of the weighted mean over the metrics.</param>
/// <param name="LogESafe">Natural logarithm, the least over those that must each be safe.</param>
public sealed record Point(int Tick, double LogEHarm, double LogESafe);

/// <summary>How a canary's evidence went, tick by tick.</summary>
public static class Course
{
    /// <summary>One step for each tick of the longest metric; the last says what the judge says of all of them.</summary>
    public static Row<Point> Of(Row<Measured> metrics, Bounds bounds)
    {
        var all = metrics.Where(metric => metric.Gate is null).Select(metric => new Evidence(metric, bounds)).ToArray();
        var must = Array.FindAll(all, each => each.Metric.Critical) is { Length: > 0 } critical ? critical : all;
        var steps = new List<Point>();
        for (var at = 0; at < all.Select(each => each.Metric.Ticks.Count).DefaultIfEmpty(0).Max(); at++)
        {
            foreach (var each in all)
            {
                each.Take(at);
            }

            steps.Add(new Point(at, Mean.Of(all), must.Min(each => each.LogESafe)));
        }

        return steps.ToRow();
    }
}
