namespace Sluice.Hub.Limits;

/// <summary>GitHub's published limits. Switched off, requests are counted and never refused.</summary>
public sealed record LimitNumbers
{
    public bool IsOn { get; init; } = true;

    /// <summary>Requests an hour for each installation, before what its size adds.</summary>
    public int PerHour { get; init; } = 5_000;

    /// <summary>The most that an installation's size brings it to.</summary>
    public int PerHourAtMost { get; init; } = 12_500;

    public int AnonymousPerHour { get; init; } = 60;

    public int PointsPerMinute { get; init; } = 900;

    public int GraphQlPointsPerMinute { get; init; } = 2_000;

    public int ContentPerMinute { get; init; } = 80;

    public int ContentPerHour { get; init; } = 500;

    public int AtOnce { get; init; } = 100;
}
