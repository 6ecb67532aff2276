using System.CommandLine;
using System.CommandLine.Invocation;

namespace Sluice.Cli;

/// <summary>Runs a verb to its end, or until a signal has ended it.</summary>
internal static class Running
{
    /// <summary>Ctrl-C goes to a terminal's whole group, and that a child of ours died of it may be noticed before the signal is.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(0.5);

    /// <param name="failed">The exit code of what could not be done.</param>
    /// <param name="unusable">That of a file that cannot be used.</param>
    public static async Task<int> Run(ParseResult parsed, Signals signals, int failed, int unusable)
    {
        // The signals are taken here: the parser's own handler throws, in a thread of its own, what a verb's callbacks throw.
        var terms = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        var running = Task.Run(() => parsed.InvokeAsync(terms, signals.Stop));
        try
        {
            // A verb that is not told to stop starts nothing that it would leave behind, and may wait for input that never comes.
            var isTold = parsed.Action is AsynchronousCommandLineAction;
            if (await Task.WhenAny(running, Overdue(signals, isTold ? Signals.Patience : Behind)) == running)
            {
                return await running;
            }

            Terminal.Tell(
                isTold
                    ? $"interrupted, and not ended within {Signals.Patience.TotalSeconds} seconds: what it started may be left behind"
                    : "interrupted"
            );
            return await signals.Code;
        }
        catch (Exception fault)
        {
            if (await Task.WhenAny(signals.Code, Task.Delay(Behind)) == signals.Code)
            {
                Terminal.Tell("interrupted");
                return await signals.Code;
            }

            Terminal.Tell(
                fault is UnusableFileException or IOException or UnauthorizedAccessException
                    ? [fault.Message]
                    : fault.ToString().Split('\n')
            );
            return fault is UnusableFileException ? unusable : failed;
        }
    }

    /// <summary>
    /// A long computation, or a reading that may wait for ever, as on a pipe that nobody writes into: whoever is told to stop waits for it
    /// no longer.
    /// </summary>
    public static Task<T> Aside<T>(Func<T> work, CancellationToken stop) => Task.Run(work, stop).WaitAsync(stop);

    private static async Task Overdue(Signals signals, TimeSpan patience)
    {
        await signals.Code;
        await Task.Delay(patience);
    }
}
