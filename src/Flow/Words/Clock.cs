using System.Globalization;

namespace Sluice.Flow.Words;

internal static class Clock
{
    /// <summary>A time as GitHub writes them: UTC, to the second.</summary>
    public static string? Says(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
