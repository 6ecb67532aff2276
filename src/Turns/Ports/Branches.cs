using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>The branches that the bot owns (contract, section 4).</summary>
public static class Branches
{
    /// <summary>All that the bot makes begin so.</summary>
    public const string Prefix = "sluice/";

    public const string QueuePrefix = "sluice/queue/";

    public const string TryPrefix = "sluice/try/";

    public const string RevertPrefix = "sluice/revert/";

    public static string Candidate(string lane, string build) => $"{QueuePrefix}{lane}/{build}";

    public static string Try(int pull) => string.Create(CultureInfo.InvariantCulture, $"{TryPrefix}{pull}");

    /// <summary>The pull whose head a branch tries; null: none.</summary>
    public static int? Tried(string? branch) =>
        branch is not null
        && branch.StartsWith(TryPrefix, StringComparison.Ordinal)
        && int.TryParse(branch.AsSpan(TryPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pull)
            ? pull
            : null;

    /// <summary>Whoever waits for checks on a branch of the bot's own; null: it is none.</summary>
    public static Subject? Waiting(long repo, string? branch) =>
        Lane(branch) is { } lane ? new LaneSubject(repo, lane)
        : Tried(branch) is { } pull ? new PullSubject(repo, pull)
        : null;

    /// <summary>The lane whose candidate a branch holds; null: it is none. The base's own name may hold slashes.</summary>
    public static string? Lane(string? branch) =>
        branch is not null
        && branch.StartsWith(QueuePrefix, StringComparison.Ordinal)
        && branch.LastIndexOf('/') is var end
        && end > QueuePrefix.Length
            ? branch[QueuePrefix.Length..end]
            : null;
}
