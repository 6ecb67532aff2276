namespace Sluice.Bot.Tests.Visiting;

/// <summary>Stands still until it is set; its timers run.</summary>
internal sealed class Clock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = System.GetUtcNow();

    /// <summary>So many times faster do its timers end.</summary>
    public double Haste { get; init; } = 1;

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / Haste, period);
}
