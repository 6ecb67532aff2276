using System.Diagnostics;

namespace Sluice.Bot.Store.Private;

/// <summary>
/// The user that the private server runs as: ourselves, or <c>postgres</c> when we are root, whom PostgreSQL refuses to run as.
/// </summary>
internal sealed class Owner
{
    private const string Other = "postgres";
    private const UnixFileMode Search = UnixFileMode.OtherExecute;

    private readonly bool _root = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows();

    /// <summary>Where a data folder's server is to stand.</summary>
    public static string Wanted(string data) => Path.Combine(data, "postgres");

    /// <summary>Makes the folder <c>postgres</c> under a data folder, such that the owner may reach it.</summary>
    public async Task<string> Home(string data, CancellationToken stop)
    {
        Directory.CreateDirectory(data);
        var wanted = Wanted(data);
        if (!_root || OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(wanted);
            return wanted;
        }

        var home = Reachable(data) ? wanted : Aside.Make(wanted);
        Directory.CreateDirectory(home);
        await Succeed(Run("/", "chown", [$"{Other}:", home], stop), "chown");
        if (home == wanted && !File.GetUnixFileMode(data).HasFlag(Search))
        {
            // The data folder stays closed to others; the owner's group may pass through it.
            await Succeed(Run("/", "chgrp", [Other, data], stop), "chgrp");
            File.SetUnixFileMode(data, File.GetUnixFileMode(data) | UnixFileMode.GroupExecute);
        }

        return home;
    }

    /// <summary>Runs a program as the owner, with a clean environment.</summary>
    public Task<Ended> Start(string folder, string program, IEnumerable<string> arguments, CancellationToken stop) =>
        _root
            ? Run(folder, "setpriv", [$"--reuid={Other}", $"--regid={Other}", "--init-groups", program, .. arguments], stop)
            : Run(folder, program, arguments, stop);

    /// <exception cref="PrivatePostgresException">It ended with an error: its words.</exception>
    public static async Task Succeed(Task<Ended> run, string what)
    {
        var ended = await run;
        if (ended.Code != 0)
        {
            throw new PrivatePostgresException($"{what} ended with {ended.Code}: {ended.Says}");
        }
    }

    private static bool Reachable(string data)
    {
        for (var folder = Path.GetDirectoryName(data); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(folder).HasFlag(Search))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<Ended> Run(string folder, string program, IEnumerable<string> arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new PrivatePostgresException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var error = process.StandardError.ReadToEndAsync(stop);
        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return new(process.ExitCode, $"{await output}{await error}".Trim());
    }
}

internal sealed record Ended(int Code, string Says);
