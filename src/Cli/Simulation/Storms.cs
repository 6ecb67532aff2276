using System.Globalization;
using Sluice.Flow;
using Sluice.Sim.Storms;

namespace Sluice.Cli.Simulation;

/// <summary>
/// The shipped turns in bad weather, on all cores, told in the order of the seeds: until one fails, or all of them for a table.
/// </summary>
internal static class Storms
{
    private const string Wanted = "a file with the marks " + FaultTable.Begin + " and " + FaultTable.End;

    /// <param name="native">GitHub's own merge queue tests and lands, and the bot drives it.</param>
    /// <param name="table">The file whose table of faults is written anew; null: none.</param>
    public static int Run(string seeds, bool native, string? table, CancellationToken stop)
    {
        var parts = seeds.Split("..");
        if (parts.Length > 2 || !Read(parts[0], out var from) || !Read(parts[^1], out var to) || from > to)
        {
            Terminal.Tell($"--seeds {seeds}: write two numbers, the lower one first, as 1..50, or one.");
            return Inputs.Unusable;
        }

        if (table is not null && FaultTable.Within(NamedFile.Kept(table, Wanted), "") is null)
        {
            throw new UnusableFileException(
                $"{table}: no place for the table is marked in it; write {FaultTable.Begin} and, below it, {FaultTable.End}"
            );
        }

        var (reports, next) = (new List<StormReport>(), from);
        try
        {
            foreach (var report in InOrder(from, to, native, stop))
            {
                Progress(
                    $"seed {report.Seed}: {Plural.Of(report.Turns, "turn")}, {Plural.Of(report.Of(Fault.Crash), "crash", "crashes")}, {Plural.Of(report.Landings, "landing")}"
                );
                if (report.Violations.Count > 0)
                {
                    EndLine();
                    Say([$"seed {report.Seed} fails:", .. report.Violations, "", $"what struck: {Struck(report)}", "", .. report.Story]);
                    if (table is null)
                    {
                        return Inputs.Faulty;
                    }
                }

                if (table is not null)
                {
                    reports.Add(report with { Story = [] });
                }

                next = report.Seed + 1;
            }
        }
        catch (OperationCanceledException)
        {
            EndLine();
            Terminal.Say(next == from ? "no seed was run" : $"seeds {from} to {next - 1}: {Outcome(reports)}; {next} to {to} were not run");
            throw;
        }

        EndLine();
        return table is null
            ? Held(from, to)
            : Tell(
                table,
                $"./sluice simulate --storm{(native ? " --native" : "")} --seeds {from}..{to} --table {FromHere(table)}",
                reports
            );
    }

    private static void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Terminal.Say(line);
        }
    }

    private static string Struck(StormReport report) =>
        report.Counts.Count == 0
            ? "nothing"
            : string.Join(
                "; ",
                report.Counts.Select(struck =>
                    string.Create(CultureInfo.InvariantCulture, $"{FaultTable.Name(struck.Key)} ({struck.Value})")
                )
            );

    /// <summary>
    /// As it was named; what lies below the folder that this runs in, by its way from there, which is the same on every machine.
    /// </summary>
    private static string FromHere(string path) =>
        Path.IsPathRooted(path)
        && Path.GetRelativePath(Directory.GetCurrentDirectory(), path) is var near
        && !near.StartsWith("..", StringComparison.Ordinal)
            ? near
            : path;

    private static string Outcome(List<StormReport> reports) =>
        reports.Count(report => report.Violations.Count > 0) is > 0 and var failed
            ? $"{Plural.Of(failed, "seed")} failed"
            : "every invariant held";

    private static int Held(ulong from, ulong to)
    {
        Terminal.Say($"seeds {from} to {to}: every invariant held");
        return 0;
    }

    private static int Tell(string path, string ran, List<StormReport> reports)
    {
        NamedFile.Write(
            path,
            FaultTable.Within(NamedFile.Kept(path, Wanted), FaultTable.Of(ran, reports))
                ?? throw new UnusableFileException($"{path}: the marks went while the storms blew")
        );
        var failed = reports.Count(report => report.Violations.Count > 0);
        return failed == 0 ? Held(reports[0].Seed, reports[^1].Seed) : Inputs.Faulty;
    }

    /// <summary>
    /// As many at once as there are cores. Who is told to stop waits for none of them: a storm is a computation and leaves nothing behind.
    /// </summary>
    private static IEnumerable<StormReport> InOrder(ulong from, ulong to, bool native, CancellationToken stop)
    {
        var running = new Queue<Task<StormReport>>();
        for (var (next, isLast) = (from, false); !isLast || running.Count > 0; )
        {
            while (!isLast && running.Count < Environment.ProcessorCount)
            {
                var seed = next;
                running.Enqueue(Task.Run(() => Blow(seed, native)));
                isLast = next++ == to; // the last seed of all has no next one
            }

            yield return running.Dequeue().WaitAsync(stop).GetAwaiter().GetResult();
        }
    }

    private static StormReport Blow(ulong seed, bool native)
    {
        try
        {
            return Storm.Run(seed, native: native);
        }
        catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return new(seed, Weather.Calm, [$"the turns themselves stumble: {fault.Message}"], 0, 0, [fault.ToString()])
            {
                Counts = new Tally().Counts,
            };
        }
    }

    private static bool Read(string text, out ulong seed) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);

    /// <summary>One line that changes in a terminal, and a line each in a log.</summary>
    private static void Progress(string text)
    {
        if (Console.IsErrorRedirected)
        {
            Terminal.Tell(text);
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
