using System.Globalization;
using Sluice.Flow;
using Sluice.Hub.Model;

namespace Sluice.Sim.Queues;

/// <summary>Makes the trace of a cell. The risk is calibrated: of the pulls of risk r, a share of r is bad.</summary>
public static class Workload
{
    public static Trace Make(Cell cell, ulong seed)
    {
        // Far from the seeds of the builds, which are small numbers too.
        var dice = new Dice(seed * 0x9E3779B97F4A7C15UL);
        var (arrivals, risks, areas, pairs, authors) = (dice.Fork(), dice.Fork(), dice.Fork(), dice.Fork(), dice.Fork());
        var t = cell.Terms(seed).MeanBuild;
        var times = Arrivals(cell, arrivals).Take(cell.Pulls).ToArray();
        var risk = Risk.Of(cell.Bad, cell.Auc);
        var spread = Areas.Of(cell.Overlap);
        var changes = new List<Change>(times.Length);
        for (var i = 0; i < times.Length; i++)
        {
            var fails = risk.Throw(risks);
            var touched = spread.Throw(areas);
            var conflicts = Enumerable
                .Range(Math.Max(0, i - Cell.Sight), Math.Min(i, Cell.Sight))
                .Where(other => pairs.Chance(cell.Pairs) && changes[other].Paths.Any(touched.Contains))
                .Select(other => other + 1)
                .ToRow();
            var isAgent = authors.Chance(0.4);
            var author = string.Create(CultureInfo.InvariantCulture, $"{(isAgent ? "agent" : "user")}{authors.Between(0, 40)}");
            changes.Add(
                new Change(i + 1, times[i] * t, author, isAgent ? "agent" : "human", fails, touched, risks.Chance(fails), conflicts)
            );
        }

        return new Trace($"{cell.Name}-{seed.ToString(CultureInfo.InvariantCulture)}", changes.ToRow());
    }

    /// <summary>In T: Poisson's, and the bursts.</summary>
    private static IEnumerable<double> Arrivals(Cell cell, Dice dice)
    {
        // A flood is opened one after the other: fifty within a fifteenth of T.
        const double Within = 1.0 / 15;
        var flood = new PriorityQueue<double, double>();
        var (now, burst) = (0.0, (cell.Burst?.Every ?? double.PositiveInfinity) / 2);
        while (true)
        {
            now += -Math.Log(1 - dice.Unit()) / cell.Rate;
            for (; burst <= now; burst += cell.Burst!.Value.Every)
            {
                for (var i = 0; i < cell.Burst!.Value.Pulls; i++)
                {
                    var at = burst + (Within * dice.Unit());
                    flood.Enqueue(at, at);
                }
            }

            while (flood.TryPeek(out var at, out _) && at <= now)
            {
                yield return flood.Dequeue();
            }

            yield return now;
        }
    }
}
