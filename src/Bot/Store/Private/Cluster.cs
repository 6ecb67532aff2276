using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Sluice.Bot.Store.Private;

/// <summary>The files of the private server: its data, its settings, its password and its log.</summary>
internal sealed class Cluster(string home, string binaries, Owner owner)
{
    public const string User = "sluice";

    private readonly string _data = Path.Combine(home, "cluster");
    private readonly string _password = Path.Combine(home, "password");
    private readonly string _settings = Path.Combine(home, "sluice.conf");

    public string Log { get; } = Path.Combine(home, "log");

    private string Note => Path.Combine(_data, "postmaster.pid");

    /// <summary>Whether a folder holds one.</summary>
    public static bool Exists(string home) => Directory.Exists(Path.Combine(home, "cluster"));

    public string Password => File.ReadAllText(_password).Trim();

    /// <summary>Makes the data folder on first use. A half-made one is never taken for a whole one.</summary>
    public async Task Create(bool durable, CancellationToken stop)
    {
        if (Directory.Exists(_data))
        {
            return;
        }

        var half = _data + ".new";
        if (Directory.Exists(half))
        {
            Directory.Delete(half, recursive: true);
        }

        File.Delete(_password);
        await WriteAsOwner(_password, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), stop);
        string[] arguments =
        [
            "-D",
            half,
            "-U",
            User,
            "--auth=scram-sha-256",
            $"--pwfile={_password}",
            "--encoding=UTF8",
            "--locale=C",
            .. durable ? Array.Empty<string>() : ["--no-sync"],
        ];
        await Owner.Succeed(owner.Start(home, Path.Combine(binaries, "initdb"), arguments, stop), "initdb");
        await File.AppendAllTextAsync(Path.Combine(half, "postgresql.conf"), "\ninclude_if_exists = '../sluice.conf'\n", stop);
        Directory.Move(half, _data);
    }

    /// <summary>
    /// Starts the server on this port, null: a free one; only this machine can reach it. Not broken off once it starts: nobody would know
    /// then that it runs.
    /// </summary>
    public async Task<int> Start(bool durable, int? at, CancellationToken stop)
    {
        var port = at ?? FreePort();
        await WriteAsOwner(_settings, Settings(port, durable), stop);
        await Owner.Succeed(
            Control(["start", "-w", "-t", "120", "-s", "-l", Log], CancellationToken.None),
            $"PostgreSQL did not start (see {Log}); pg_ctl"
        );
        return port;
    }

    /// <summary>Sessions are cut, what was committed stays.</summary>
    public Task Stop(CancellationToken stop) => Owner.Succeed(Control(["stop", "-w", "-t", "60", "-s", "-m", "fast"], stop), "pg_ctl stop");

    /// <summary>The port of a server that still runs on these files, from before a crash of ours; null: none does.</summary>
    public int? Running()
    {
        if (Port() is { } port)
        {
            return port;
        }

        if (File.Exists(Note))
        {
            File.Delete(Note); // its process is gone, or its number is somebody else's now: PostgreSQL itself would refuse to start
        }

        return null;
    }

    /// <summary>The same for who does not own these files: nothing is tidied.</summary>
    public int? Port() =>
        File.Exists(Note)
        && File.ReadAllLines(Note) is { Length: > 3 } lines
        && IsOurs(lines)
        && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
            ? port
            : null;

    private Task<Ended> Control(string[] arguments, CancellationToken stop) =>
        owner.Start(home, Path.Combine(binaries, "pg_ctl"), ["-D", _data, .. arguments], stop);

    private async Task WriteAsOwner(string path, string text, CancellationToken stop)
    {
        if (!File.Exists(path))
        {
            await Owner.Succeed(owner.Start(home, "/bin/sh", ["-c", "umask 077; : > \"$0\"", path], stop), "sh");
        }

        await File.WriteAllTextAsync(path, text, stop);
    }

    private static string Settings(int port, bool durable) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Written by sluice at every start.
            listen_addresses = '127.0.0.1'
            port = {port}
            unix_socket_directories = ''
            max_connections = 300
            fsync = {(durable ? "on" : "off")}
            synchronous_commit = {(durable ? "on" : "off")}
            full_page_writes = {(durable ? "on" : "off")}

            """
        );

    /// <summary>
    /// Whether the process that a note names serves these very files: after a power cut its number may be that of another PostgreSQL.
    /// </summary>
    private static bool IsOurs(string[] note)
    {
        var process = $"/proc/{note[0].Trim()}";
        if (!File.Exists(process + "/comm") || !File.ReadAllText(process + "/comm").StartsWith("postgres", StringComparison.Ordinal))
        {
            return false;
        }

        // Where it stands is closed to us in some containers; what it was started with is open to all. By what lies there: a path may lead
        // through links.
        var arguments = File.ReadAllText(process + "/cmdline").Split('\0');
        var folder = arguments.SkipWhile(argument => argument != "-D").ElementAtOrDefault(1);
        return new[] { process + "/cwd", folder }
            .OfType<string>()
            .Select(at => Path.Combine(at, "postmaster.pid"))
            .Any(other => File.Exists(other) && File.ReadLines(other).Take(3).SequenceEqual(note.Take(3)));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
