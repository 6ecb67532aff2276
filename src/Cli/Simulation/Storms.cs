using System.Globalization;
using Sluice.Sim.Storms;

namespace Sluice.Cli.Simulation;

/// <summary>The shipped turns in bad weather, until a seed fails.</summary>
internal static class Storms
{
    public static int Run(string seeds, CancellationToken stop)
    {
        var parts = seeds.Split("..");
        if (parts.Length > 2 || !Read(parts[0], out var from) || !Read(parts[^1], out var to) || from > to)
        {
            Console.Error.WriteLine($"--seeds {seeds}: write two numbers, the lower one first, as 1..50, or one.");
            return Inputs.Unusable;
        }

        for (var seed = from; ; seed++)
        {
            if (stop.IsCancellationRequested)
            {
                EndLine();
                Console.WriteLine(seed == from ? "no seed was run" : $"seeds {from} to {seed - 1}: every invariant held; {seed} to {to} were not run");
                stop.ThrowIfCancellationRequested();
            }

            var report = Storm.Run(seed);
            Progress($"seed {seed}: {report.Turns} turns, {report.Crashes} crashes, {report.Landings} landings");
            if (report.Violations.Count > 0)
            {
                EndLine();
                Console.WriteLine($"seed {seed} fails in {report.Weather}:\n{string.Join('\n', report.Violations)}\n\n{string.Join('\n', report.Story)}");
                return Inputs.Faulty;
            }

            // Not in the loop's head: the last seed of all has no next one.
            if (seed == to)
            {
                break;
            }
        }

        EndLine();
        Console.WriteLine($"seeds {from} to {to}: every invariant held");
        return 0;
    }

    private static bool Read(string text, out ulong seed) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);

    /// <summary>One line that changes in a terminal, and a line each in a log.</summary>
    private static void Progress(string text)
    {
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(text);
        }
        else
        {
            Console.Error.Write($"\r{text}\u001b[K");
        }
    }

    private static void EndLine()
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.WriteLine();
        }
    }
}
