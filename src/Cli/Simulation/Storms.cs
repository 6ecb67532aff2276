using System.Globalization;
using Sluice.Sim.Storms;

namespace Sluice.Cli.Simulation;

/// <summary>The shipped turns in bad weather, until a seed fails.</summary>
internal static class Storms
{
    public static int Run(string seeds, CancellationToken stop)
    {
        var parts = seeds.Split("..");
        if (parts.Length > 2 || !ulong.TryParse(parts[0], CultureInfo.InvariantCulture, out var from) || !ulong.TryParse(parts[^1], CultureInfo.InvariantCulture, out var to))
        {
            Console.Error.WriteLine($"--seeds {seeds}: write two numbers, as 1..50, or one.");
            return 2;
        }

        for (var seed = from; seed <= to && !stop.IsCancellationRequested; seed++)
        {
            var report = Storm.Run(seed);
            Console.Error.Write($"\rseed {seed}: {report.Turns} turns, {report.Crashes} crashes, {report.Landings} landings");
            if (report.Violations.Count > 0)
            {
                Console.WriteLine($"\nseed {seed} fails in {report.Weather}:\n{string.Join('\n', report.Violations)}\n\n{string.Join('\n', report.Story)}");
                return 1;
            }
        }

        Console.Error.WriteLine();
        Console.WriteLine($"seeds {from} to {to}: every invariant held");
        return 0;
    }
}
