namespace Sluice.Flow.Repo;

/// <summary>What somebody with the right told the canary that holds their pull, by a comment on it.</summary>
/// <param name="Environment">Where canaries are promoted to.</param>
/// <param name="Comment">The comment's id: GitHub counts them up, so the higher one is the later word.</param>
public sealed record CanaryOrder(string Environment, int Pull, CanaryAsk Ask, long Comment, Actor By, DateTimeOffset At)
{
    /// <summary>Null: none was given.</summary>
    public string? Reason { get; init; }
}

[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<CanaryAsk>))]
public enum CanaryAsk
{
    Promote,
    Rollback,
    Extend,
    Revert,
    Reland,
}
