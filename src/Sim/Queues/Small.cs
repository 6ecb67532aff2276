using System.Globalization;
using System.Text;
using Sluice.Flow.Policies;

namespace Sluice.Sim.Queues;

/// <summary>
/// A few cells, few pulls, few seeds: quick enough for every run of the tests, and the same to the last digit on every machine.
/// </summary>
public static class Small
{
    public const string Header = "cell,p50,p95,build,false_per_1000";

    private const int Seeds = 6;

    public static IReadOnlyList<string> Cells { get; } = ["B", "E", "F", "J", "L"];

    /// <summary>In T, over the seeds.</summary>
    public static double[] Run(string name)
    {
        var cell = Cell.Of(name) with { Pulls = 500 };
        var runs = Enumerable
            .Range(301, Seeds)
            .Select(seed => (ulong)seed)
            .Select(seed => Entrants.Run(Entrants.Ours, Workload.Make(cell, seed), cell.Terms(seed), new QueuePolicy()))
            .ToList();
        var t = cell.Terms(1).MeanBuild;
        return
        [
            runs.Average(run => run.P50) / t,
            runs.Average(run => run.P95) / t,
            runs.Average(run => run.BuildSecondsPerLanded) / t,
            runs.Average(run => 1000.0 * run.FalseEjections / cell.Pulls),
        ];
    }

    public static string Write()
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var cell in Cells)
        {
            text.Append(cell)
                .Append(',')
                .AppendJoin(',', Run(cell).Select(figure => figure.ToString("0.000", CultureInfo.InvariantCulture)))
                .Append('\n');
        }

        return text.ToString();
    }
}
