namespace Sluice.Sim.Storms;

/// <summary>A machine's own clock: it drifts from everybody else's.</summary>
public sealed class Skewed(TimeProvider right) : TimeProvider
{
    public TimeSpan By { get; set; }

    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + By;

    public override long TimestampFrequency => right.TimestampFrequency;

    public override long GetTimestamp() => right.GetTimestamp();
}
