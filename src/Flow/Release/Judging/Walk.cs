namespace Sluice.Flow.Release.Judging;

/// <summary>
/// All metrics through all ticks, and the first tick at which they were enough together. Metric by metric, for a day of many metrics does
/// not fit where a processor is quick; so of each tick is kept what its harm is at most, and only where that would be enough is it reckoned
/// out.
/// </summary>
internal sealed class Walk
{
    private readonly Evidence[] _all;
    private readonly double[] _mostHarm;
    private readonly int[] _safe;
    private readonly int _must;

    private Walk(Evidence[] all, Evidence[] must, int last)
    {
        (_all, _mostHarm, _safe, _must) = (all, new double[last], new int[last], must.Length);
        foreach (var each in all)
        {
            var isMust = must.Contains(each);
            for (var at = 0; at < last; at++)
            {
                each.Take(at);
                _mostHarm[at] += each.Metric.Weight * (each.MostHarm is > 0 and var most ? Natural.Exp(Math.Min(most, 600)) : 1);
                _safe[at] += isMust && each.IsSafe ? 1 : 0;
            }
        }
    }

    /// <param name="all">Before their first tick; after their last one when it returns.</param>
    /// <param name="must">Those of them that must be safe, each.</param>
    public static Crossing? Through(Evidence[] all, Evidence[] must, Bounds bounds)
    {
        var last = all.Length == 0 ? 0 : all.Max(each => each.Metric.Ticks.Count);
        return new Walk(all, must, last).Crossed(bounds);
    }

    private Crossing? Crossed(Bounds bounds)
    {
        var enough = _all.Sum(each => each.Metric.Weight) * Natural.Exp(bounds.Harm) * (1 - 1e-9);
        var safe = Array.FindIndex(_safe, count => count == _must);
        var perhaps = Array.FindIndex(_mostHarm, most => most >= enough);
        var harm = perhaps < 0 || (safe >= 0 && safe < perhaps) ? -1 : Harm(bounds, enough);
        return harm >= 0 && (safe < 0 || harm <= safe) ? new Crossing(harm, Side.Harm)
            : safe >= 0 ? new Crossing(safe, Side.Safety)
            : null;
    }

    private int Harm(Bounds bounds, double enough)
    {
        var again = Array.ConvertAll(_all, each => new Evidence(each.Metric, bounds));
        for (var at = 0; at < _mostHarm.Length; at++)
        {
            foreach (var each in again)
            {
                each.Take(at);
            }

            if (_mostHarm[at] >= enough && Mean.Of(again) >= bounds.Harm)
            {
                return at;
            }
        }

        return -1;
    }
}
