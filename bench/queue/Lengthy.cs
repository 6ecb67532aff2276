using System.Diagnostics;
using System.Globalization;
using Sluice.Flow.Policies;
using Sluice.Sim.Queues;

namespace Sluice.Bench.Queues;

/// <summary>What it takes to simulate a long history, policy by policy.</summary>
internal static class Lengthy
{
    public static void Run(IReadOnlyList<Cell> cells, IReadOnlyList<string> policies)
    {
        Console.WriteLine("| cell | pulls | policy | builds | processor, s | by the clock, s | landed |\n|---|--:|---|--:|--:|--:|--:|");
        foreach (var cell in cells)
        {
            var trace = Workload.Make(cell, 101);
            foreach (var policy in policies)
            {
                var (before, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
                var figures = Entrants.Run(policy, trace, cell.Terms(101), new QueuePolicy());
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {cell.Name} | {cell.Pulls:#,0} | {policy} | {figures.Builds:#,0} | {(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.0} | {watch.Elapsed.TotalSeconds:0.0} | {figures.Landed:#,0} |"
                    )
                );
            }
        }
    }
}
