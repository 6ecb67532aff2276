using Sluice.Flow.Policies;
using Sluice.Sim.Queues;

namespace Sluice.Bench.Queues;

/// <summary>How a contestant did on a cell: means over the seeds, times in T.</summary>
internal sealed record Trial(
    Cell Cell,
    string Name,
    double P50,
    double P95,
    double Build,
    double FalsePerThousand,
    double Overtaken,
    double LongestOvertaken,
    double Left
)
{
    public static Trial Run(Cell cell, Contestant contestant, IEnumerable<ulong> seeds)
    {
        var t = cell.Terms(1).MeanBuild;
        var runs = seeds
            .Select(seed =>
                contestant.Name == Contestant.Bound
                    ? Entrants.Run(Contestant.Bound, Workload.Make(cell, seed), cell.Terms(seed), new QueuePolicy())
                    : Course.Run(Workload.Make(cell, seed), cell.Terms(seed), contestant.Name, contestant.Make)
            )
            .ToList();
        return new Trial(
            cell,
            contestant.Name,
            runs.Average(run => run.P50) / t,
            runs.Average(run => run.P95) / t,
            runs.Average(run => run.BuildSecondsPerLanded) / t,
            runs.Average(run => 1000.0 * run.FalseEjections / cell.Pulls),
            runs.Max(run => run.MaxOvertaken),
            runs.Max(run => run.LongestOvertaken) / t,
            runs.Average(run => run.Waiting)
        );
    }

    /// <summary>The best of a family on seeds that it is not judged on: by P50 and P95 alike.</summary>
    public static Contestant Tune(Cell cell, string family, IReadOnlyList<ulong> seeds) =>
        Contestant
            .Sweep(family, cell.Slots)
            .MinBy(each => Run(cell, each, seeds) is var trial ? Math.Log(trial.P50) + Math.Log(trial.P95) : 0)!;
}
