using System.Diagnostics;

namespace Sluice.Hub.Git;

/// <summary>Runs git in a clean environment: no system or user configuration, no hooks, no prompts.</summary>
internal static class GitCommand
{
    public static ProcessStartInfo Start(string directory, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("core.hooksPath=/dev/null");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    public static (int Exit, string Output, string Error) Run(string directory, string? input, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(Start(directory, arguments))!;
        // Not by the pool: whoever runs this holds the world's gate, and all of the pool's threads may be waiting for that.
        var errors = "";
        var reading = new Thread(() => errors = process.StandardError.ReadToEnd());
        reading.Start();
        if (input is not null)
            process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        reading.Join();
        process.WaitForExit();
        return (process.ExitCode, output, errors);
    }

    public static string Must(string directory, string? input, params IEnumerable<string> arguments)
    {
        var list = arguments.ToArray();
        var (exit, output, error) = Run(directory, input, list);
        return exit == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', list)} ended with {exit}: {error}");
    }

    private static IEnumerable<KeyValuePair<string, string>> Environment =>
        [
            new("PATH", System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin"),
            new("HOME", "/nonexistent"),
            new("LC_ALL", "C"),
            new("GIT_CONFIG_NOSYSTEM", "1"),
            new("GIT_CONFIG_GLOBAL", "/dev/null"),
            new("GIT_TERMINAL_PROMPT", "0"),
            new("GIT_AUTHOR_NAME", "hub"),
            new("GIT_AUTHOR_EMAIL", "hub@localhost"),
            new("GIT_COMMITTER_NAME", "hub"),
            new("GIT_COMMITTER_EMAIL", "hub@localhost"),
        ];
}
