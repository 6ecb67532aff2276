using System.Globalization;

namespace Sluice.Bench.Ingest;

/// <summary>
/// What a process and those that it started have had of the processors: unlike answers a second, little moved by what else the machine
/// does.
/// </summary>
internal static class Processor
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds until now.</summary>
    public static double Seconds(IReadOnlyCollection<int> roots)
    {
        var sum = 0.0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && Stat(folder) is { } stat
                && (roots.Contains(id) || roots.Contains(int.Parse(stat[1], CultureInfo.InvariantCulture)))
            )
            {
                // User and system time of its own, and of its children that have ended.
                sum += stat[11..15].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
            }
        }

        return sum;
    }

    /// <summary>From the third field on: what stands before is a name that may hold anything.</summary>
    private static string[]? Stat(string folder)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(folder, "stat"));
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it has just ended
        }
    }
}
