using System.Diagnostics;

namespace Sluice.Cli.Demo;

/// <summary>Runs a command in a folder.</summary>
internal static class Shell
{
    /// <returns>Whether it exited with 0, and the lines that it printed, errors last.</returns>
    public static async Task<(bool Passed, IReadOnlyList<string> Lines)> Run(
        string command,
        IEnumerable<string> arguments,
        string folder,
        IEnumerable<KeyValuePair<string, string>> environment,
        string input,
        CancellationToken stop
    )
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start");
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var errors = process.StandardError.ReadToEndAsync(stop);
        try
        {
            await Feed(process, input, stop);
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // Nothing goes on writing in a folder that is about to be removed.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        var lines = (await output + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (process.ExitCode == 0, lines);
    }

    private static async Task Feed(Process process, string input, CancellationToken stop)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), stop);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of its input, which is its right: its exit code tells how.
        }
    }
}
