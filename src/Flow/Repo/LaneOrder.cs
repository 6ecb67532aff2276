namespace Sluice.Flow.Repo;

/// <summary>What somebody with the right told a whole lane, by a comment on one of its pulls.</summary>
/// <param name="Comment">The comment's id: GitHub counts them up, so the higher one is the later word.</param>
/// <param name="Reason">Why nothing is to land; null: the lane may go on.</param>
public sealed record LaneOrder(string Base, long Comment, Actor By, string? Reason, DateTimeOffset At);
