using System.Diagnostics;

namespace Sluice.Bot.Store.Private;

/// <summary>The user that the private server runs as: ourselves, or <c>postgres</c> when we are root, whom PostgreSQL refuses to run as.</summary>
internal sealed class Owner
{
    private const string Other = "postgres";
    private const UnixFileMode Search = UnixFileMode.OtherExecute;

    private readonly bool _root = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows();

    /// <summary>Makes a folder that the owner may reach, under <paramref name="wanted"/> if its parents let it through.</summary>
    public async Task<string> Home(string wanted, string aside, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(wanted)!);
        var home = _root && !Reachable(wanted) ? Aside(wanted, aside) : wanted;
        Directory.CreateDirectory(home);
        if (_root)
        {
            await Succeed(Run("/", "chown", [$"{Other}:", home], stop), "chown");
        }

        return home;
    }

    /// <summary>Runs a program as the owner, with a clean environment.</summary>
    public Task<Ended> Start(string folder, string program, IEnumerable<string> arguments, CancellationToken stop) => _root
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

    private static bool Reachable(string wanted)
    {
        for (var folder = Path.GetDirectoryName(wanted); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(folder).HasFlag(Search))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Root's own folders are closed to the owner: the cluster stands elsewhere, and a link leads there.</summary>
    private static string Aside(string wanted, string aside)
    {
        Directory.CreateDirectory(aside);
        if (new FileInfo(wanted).LinkTarget is null && !Directory.Exists(wanted))
        {
            File.CreateSymbolicLink(wanted, aside);
        }

        return aside;
    }

    private static async Task<Ended> Run(string folder, string program, IEnumerable<string> arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
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
        await process.WaitForExitAsync(stop);
        return new(process.ExitCode, $"{await output}{await error}".Trim());
    }
}

internal sealed record Ended(int Code, string Says);
