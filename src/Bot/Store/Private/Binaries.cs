namespace Sluice.Bot.Store.Private;

/// <summary>Where PostgreSQL's programs are on this machine.</summary>
internal static class Binaries
{
    private const string Debian = "/usr/lib/postgresql";
    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    /// <exception cref="PrivatePostgresException">There are none.</exception>
    public static string Find() =>
        Candidates().FirstOrDefault(Complete)
        ?? throw new PrivatePostgresException(
            "PostgreSQL is not installed: no initdb, pg_ctl and postgres under /usr/lib/postgresql or on PATH. "
                + "Install it (Debian, Ubuntu: apt-get install postgresql), or set Database__ConnectionString to a server that runs already."
        );

    private static IEnumerable<string> Candidates()
    {
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        return versions
            .OrderByDescending(path => int.TryParse(Path.GetFileName(path), out var version) ? version : 0)
            .Select(path => Path.Combine(path, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool Complete(string folder) => Programs.All(program => File.Exists(Path.Combine(folder, program)));
}

/// <summary>The private PostgreSQL cannot be had; the message says what to do.</summary>
public sealed class PrivatePostgresException(string message, Exception? inner = null) : DatabaseException(message, inner);
