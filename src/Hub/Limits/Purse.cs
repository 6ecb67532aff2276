namespace Sluice.Hub.Limits;

/// <summary>What one caller has spent of each limit.</summary>
internal sealed class Purse
{
    /// <summary>Primary windows by resource ("core", "graphql"): they begin with the first request and end an hour later.</summary>
    public SortedDictionary<string, Hour> Hours { get; } = new(StringComparer.Ordinal);

    public Window RestMinute { get; } = new(TimeSpan.FromMinutes(1));

    public Window GraphQlMinute { get; } = new(TimeSpan.FromMinutes(1));

    public Window ContentMinute { get; } = new(TimeSpan.FromMinutes(1));

    public Window ContentHour { get; } = new(TimeSpan.FromHours(1));

    public Hour HourOf(string resource, DateTimeOffset now)
    {
        if (Hours.TryGetValue(resource, out var hour) && hour.Resets > now)
            return hour;
        return Hours[resource] = new Hour { Resets = now + TimeSpan.FromHours(1) };
    }

    internal sealed class Hour
    {
        public int Used { get; set; }

        public DateTimeOffset Resets { get; init; }
    }
}
