using System.Text.Json.Serialization;

namespace Sluice.Flow.Repo;

/// <summary>Something failed so often that it is stopped until it is known to be well again. One that is closed is not there.</summary>
/// <param name="Since">When it came into this state.</param>
/// <param name="Trips">How often it opened in a row without having been closed: each waits twice as long as the one before.</param>
/// <param name="TryAt">When one small batch is let through to find out; null: as soon as what failed answers again.</param>
public sealed record Breaker(BreakerKind Kind, BreakerState State, DateTimeOffset Since, int Trips, DateTimeOffset? TryAt)
{
    /// <summary>How long it stays open before it is tried: each time in a row twice as long.</summary>
    public static TimeSpan Pause(int trips, TimeSpan first, TimeSpan longest)
    {
        var pause = first * Math.Pow(2, Math.Min(trips, 20) - 1);
        return pause < longest ? pause : longest;
    }
}

/// <summary>
/// Deploys: they fail in a row. Reverts: too many a day. Metrics: the source does not answer. Ci: builds of a lane end without a verdict.
/// GitHub: it mostly does not answer an installation.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<BreakerKind>))]
public enum BreakerKind
{
    Deploys,
    Reverts,
    Metrics,
    Ci,
    GitHub,
}

[JsonConverter(typeof(JsonStringEnumConverter<BreakerState>))]
public enum BreakerState
{
    Open,
    HalfOpen,
}

/// <summary>The issue of a breaker, as the bot last wrote it.</summary>
/// <param name="Number">Null: GitHub let the bot write none.</param>
public sealed record IssueSeen(BreakerKind Kind, int? Number, string Body, bool Open)
{
    /// <summary>The base branch of the lane whose breaker it is; empty: it is the environment's.</summary>
    public string Lane { get; init; } = "";
}
