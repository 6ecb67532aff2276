namespace Sluice.Bot.GitHub.History;

/// <summary>What a repository's history tells of its flow, as GitHub's API gives it to anybody who may read.</summary>
/// <param name="Pulls">Merged into the default branch, the newest first.</param>
/// <param name="Runs">Of workflows for pushes to the default branch and to merge groups, or where those are few, for pull requests.</param>
/// <param name="IsCut">GitHub lists no more than a thousand runs: there were more.</param>
public sealed record Past(string Repository, string Branch, IReadOnlyList<PastPull> Pulls, IReadOnlyList<PastRun> Runs, bool IsCut);

/// <param name="Commit">What its merge put onto the base.</param>
public sealed record PastPull(int Number, string Author, bool IsBot, DateTimeOffset MergedAt, string Commit);

/// <param name="Passed">Null: cancelled, skipped, or not over.</param>
/// <param name="Attempt">1, or more: it was run again.</param>
public sealed record PastRun(
    string Commit,
    string Event,
    string Workflow,
    bool? Passed,
    int Attempt,
    DateTimeOffset Started,
    DateTimeOffset Ended
);

/// <param name="Past">Null: see why.</param>
public sealed record PastAnswer(Past? Past, string? Why);
