namespace Sluice.Turns.Ports;

/// <summary>The branches that the bot owns (contract, section 4).</summary>
public static class Branches
{
    public const string QueuePrefix = "sluice/queue/";

    public const string RevertPrefix = "sluice/revert/";

    public static string Candidate(string lane, string build) => $"{QueuePrefix}{lane}/{build}";

    /// <summary>The lane whose candidate a branch holds; null: it is none. The base's own name may hold slashes.</summary>
    public static string? Lane(string? branch) =>
        branch is not null && branch.StartsWith(QueuePrefix, StringComparison.Ordinal) && branch.LastIndexOf('/') is var end && end > QueuePrefix.Length
            ? branch[QueuePrefix.Length..end]
            : null;
}
