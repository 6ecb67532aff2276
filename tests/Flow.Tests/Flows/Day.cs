using Sluice.Flow.Flows;

namespace Sluice.Flow.Tests.Flows;

/// <summary>What happens on one day, by the minute.</summary>
internal static class Day
{
    public static DateTimeOffset Begin { get; } = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double minute) => Begin.AddMinutes(minute);

    public static Opened Opened(int number, double minute = 0, string author = "ada") => new(number, author, At(minute));

    public static Happening Pull(int number, double minute, string kind, string? code = null, string? agent = null) =>
        new(At(minute), Teller.Pull, kind, [number])
        {
            Code = code,
            Origin = agent is null ? "none" : "agent",
            Agent = agent,
            Band = "low",
        };

    public static Happening Ended(int number, double minute, string ending) =>
        new(At(minute), Teller.Pull, "outcome", [number]) { Ending = ending };

    public static Happening Lane(double minute, string kind, params int[] pulls) => new(At(minute), Teller.Lane, kind, [.. pulls]);

    public static Happening Rollout(double minute, string kind, params int[] pulls) =>
        new(At(minute), Teller.Environment, kind, [.. pulls]);

    /// <summary>Opened at a minute, asked for after two, tested after three, landed after ten, live after fifteen.</summary>
    public static Trip Smooth(int number, double minute, string? agent = null, double? fails = null) =>
        Trip.Of(
            Opened(number, minute),
            new[]
            {
                Pull(number, minute + 2, "queued", agent: agent),
                Pull(number, minute + 3, "testing", agent: agent),
                Lane(minute + 10, "landed", number),
                Pull(number, minute + 11, "canary", agent: agent),
                Pull(number, minute + 15, "healthy", agent: agent),
            }.Concat(fails is { } at ? [Ended(number, at, "Hotfixed")] : [])
        );
}
