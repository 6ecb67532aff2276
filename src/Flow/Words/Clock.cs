using System.Globalization;

namespace Sluice.Flow.Words;

internal static class Clock
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(5);

    /// <summary>A guess of a time of day, up to the next five minutes.</summary>
    public static string Hour(DateTimeOffset at) =>
        new DateTimeOffset((at.UtcTicks + Round.Ticks - 1) / Round.Ticks * Round.Ticks, TimeSpan.Zero).ToString(
            "HH:mm' UTC'",
            CultureInfo.InvariantCulture
        );

    /// <summary>A time as GitHub writes them: UTC, to the second.</summary>
    public static string? Says(DateTimeOffset? at) =>
        at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
