using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Sim.Queues;

namespace Sluice.Cli.Simulation;

/// <summary>Files that the command line names, and what is wrong with them, told on standard error.</summary>
internal static class Inputs
{
    /// <summary>The verb cannot begin: a file that is not there, an option that says nothing.</summary>
    public const int Unusable = 2;

    /// <summary>A file that was read and is wrong.</summary>
    public const int Faulty = 1;

    public static Trace? Trace(string path, out int code)
    {
        code = Unusable;
        if (Text(path) is not { } text)
        {
            return null;
        }

        var reading = TraceReader.Read(path, text);
        foreach (var fault in reading.Faults)
        {
            Console.Error.WriteLine($"{path}:{fault}");
        }

        code = Faulty;
        return reading.Trace;
    }

    public static QueuePolicy? Queue(string? path, out int code)
    {
        code = Unusable;
        if (path is null)
        {
            return new QueuePolicy();
        }

        if (Text(path) is not { } text)
        {
            return null;
        }

        var reading = PolicyReader.Read(text);
        foreach (var fault in reading.Faults)
        {
            Console.Error.WriteLine($"{path}:{fault}");
        }

        if (reading.Policy is not null)
        {
            Console.Error.WriteLine($"{path}: of it, queue.slots, preset, batch, retries and max_wait are simulated");
        }

        code = Faulty;
        return reading.Policy?.Queue;
    }

    /// <summary>Names with commas between them or one by one; none: all.</summary>
    public static Row<string>? Policies(IEnumerable<string> asked)
    {
        var names = asked.SelectMany(name => name.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
        foreach (var name in names.Where(name => !Entrants.Names.Contains(name)))
        {
            var meant = Nearest.To(name, Entrants.Names);
            Console.Error.WriteLine($"--policy {name}: there is no such policy. {(meant is null ? $"They are {string.Join(", ", Entrants.Names)}." : $"Did you mean {meant}?")}");
            return null;
        }

        return names.Count == 0 ? Entrants.Names.ToRow() : names.ToRow();
    }

    public static bool Write(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine($"{path} cannot be written: {fault.Message}");
            return false;
        }
    }

    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine($"{path} cannot be read: {fault.Message}");
            return null;
        }
    }
}
