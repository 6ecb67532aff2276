using Sluice.Flow;

namespace Sluice.Bot.Git;

/// <summary>What git and the server behind it said, sorted into what can be done about it.</summary>
internal static class GitWords
{
    private const int Most = 600;

    /// <summary>The server was not reached, or is not well.</summary>
    private static readonly string[] Unanswered =
    [
        "Could not resolve host",
        "Couldn't connect",
        "Failed to connect",
        "Connection refused",
        "Connection reset",
        "Connection timed out",
        "Operation timed out",
        "Operation too slow",
        "transfer closed",
        "hung up unexpectedly",
        "early EOF",
        "RPC failed",
        "unexpected disconnect",
        "returned error: 5",
        "Empty reply from server",
        "SSL_ERROR_SYSCALL",
        "GnuTLS recv error",
        "Internal Server Error",
    ];

    private static readonly string[] Passing =
    [
        .. Unanswered,
        "returned error: 429",
        "returned error: 30", // renamed or moved: the sweep learns the new name, and no token follows
        "IP allow list",
        ".lock': File exists",
        "cannot lock ref",
        "rate limit",
        "Resource temporarily unavailable",
    ];

    private static readonly string[] Damage =
    [
        "is corrupt",
        "object file",
        "bad object",
        "unable to read tree",
        "unable to read sha1 file",
        "packfile",
        "No space left on device",
        "Read-only file system",
        "Permission denied",
    ];

    /// <summary>The token was not taken: another may be.</summary>
    public static bool Unauthorized(string errors) =>
        errors.Contains("Authentication failed", StringComparison.Ordinal)
        || errors.Contains("returned error: 401", StringComparison.Ordinal)
        || errors.Contains("could not read Username", StringComparison.Ordinal);

    public static bool IsUnanswered(string errors) => Unanswered.Any(word => errors.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whose token is not taken was refused nothing else.</summary>
    public static bool IsPassing(string errors) =>
        Unauthorized(errors) || Passing.Any(word => errors.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>It is the mirror that is broken, or its disk: the server has no part in it.</summary>
    public static bool IsDamage(string errors) => Damage.Any(word => errors.Contains(word, StringComparison.Ordinal));

    public static bool Locked(string errors) => errors.Contains(".lock': File exists", StringComparison.Ordinal);

    /// <summary>The server's own lines where there are some, else git's; for people.</summary>
    public static string Short(string errors)
    {
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var server = lines
            .Where(line => line.StartsWith("remote:", StringComparison.Ordinal))
            .Select(line => line["remote:".Length..].Trim())
            .Where(line => line.Length > 0)
            .ToArray();
        return Clipped.To(string.Join('\n', server.Length > 0 ? server : lines), Most);
    }
}
