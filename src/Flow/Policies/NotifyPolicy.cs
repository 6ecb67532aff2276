using Sluice.Flow.Repo;

namespace Sluice.Flow.Policies;

/// <summary>What is said, and where.</summary>
/// <param name="Slack">A Slack channel that the process's settings declare; null: none.</param>
public sealed record NotifyPolicy(CommentLevel Comments = CommentLevel.Outcomes, string? Slack = null)
{
    /// <summary>A webhook that the process's settings declare; null: none.</summary>
    public string? Webhook { get; init; }

    /// <summary>What the channels are told of. By default what people have to do something about.</summary>
    public Row<NewsKind> Events { get; init; } =
    [NewsKind.Questions, NewsKind.Regressions, NewsKind.Breakers, NewsKind.Stops, NewsKind.Budget];

    /// <summary>News of single pull requests below this band are left out.</summary>
    public Band AtLeast { get; init; }
}

public enum CommentLevel
{
    All,
    Outcomes,
    Problems,
}

/// <summary>
/// Questions: only a person can go on. Regressions: a canary did harm, and what was done about it. Breakers: they opened or closed. Stops:
/// a lane stands still, or goes on. Budget: what is left of it changed what may land. Deploys: they failed or were promoted. Ejections and
/// Landings: of single pull requests.
/// </summary>
public enum NewsKind
{
    Questions,
    Regressions,
    Breakers,
    Stops,
    Budget,
    Deploys,
    Ejections,
    Landings,
}
