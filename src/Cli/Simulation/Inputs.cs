using Sluice.Cli.Verbs.Risk;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Sim.Queues;

namespace Sluice.Cli.Simulation;

/// <summary>Files that the command line names, and what is wrong with them, told on standard error.</summary>
internal static class Inputs
{
    /// <summary>The verb cannot begin: a file that is not there, an option that says nothing.</summary>
    public const int Unusable = Usage.Wrong;

    /// <summary>A file that was read and is wrong.</summary>
    public const int Faulty = 1;

    /// <summary>Null: it was told what is wrong with it.</summary>
    public static Trace? Trace(string path)
    {
        var reading = TraceReader.Read(path, TableFile.Lines(path, "a trace (docs/how-it-decides.md)"));
        foreach (var fault in reading.Faults)
        {
            Terminal.Tell($"{path}:{fault}");
        }

        return reading.Trace;
    }

    /// <summary>Null: it was told what is wrong with it.</summary>
    public static QueuePolicy? Queue(string? path)
    {
        if (path is null)
        {
            return new QueuePolicy();
        }

        var reading = PolicyReader.Read(NamedFile.Text(path, "a configuration, such as .github/sluice.yml"));
        foreach (var fault in reading.Faults)
        {
            Terminal.Tell($"{path}:{fault}");
        }

        if (reading.Policy is not null)
        {
            Terminal.Tell($"{path}: of it, queue.slots, preset, batch, retries and max_wait are simulated");
        }

        return reading.Policy?.Queue;
    }

    /// <summary>Names with commas between them or one by one; no option: all.</summary>
    public static Row<string>? Policies(IEnumerable<string> asked)
    {
        var given = asked.ToList();
        var names = given
            .SelectMany(name => name.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct()
            .ToList();
        foreach (var name in names.Where(name => !Entrants.Names.Contains(name)))
        {
            var meant = Nearest.To(name, Entrants.Names);
            Terminal.Tell(
                $"--policy {name}: there is no such policy. {(meant is null ? $"They are {string.Join(", ", Entrants.Names)}." : $"Did you mean {meant}?")}"
            );
            return null;
        }

        if (names.Count == 0 && given.Count > 0)
        {
            Terminal.Tell($"--policy {string.Join(' ', given)}: that names none. They are {string.Join(", ", Entrants.Names)}.");
            return null;
        }

        return names.Count == 0 ? Entrants.Names.ToRow() : names.ToRow();
    }
}
