namespace Sluice.Sim;

/// <summary>Time that passes only when the simulation says so.</summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Moves on; never back.</summary>
    public void MoveTo(DateTimeOffset at) => _now = at > _now ? at : _now;
}
