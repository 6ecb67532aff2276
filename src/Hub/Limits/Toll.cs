using Sluice.Hub.Model;

namespace Sluice.Hub.Limits;

/// <summary>A request as the limits see it. Key: whose limits they are; Limit: that caller's requests an hour.</summary>
public sealed record Passage(string Key, string Resource, int Limit, int Points, bool IsContent);

/// <summary>How a caller stands after a request, as the x-ratelimit headers tell it, and the refusal if it was too much.</summary>
public sealed record Standing(string Resource, int Limit, int Used, DateTimeOffset Resets)
{
    public Refusal? Refusal { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public int Remaining => Math.Max(0, Limit - Used);
}

/// <summary>GitHub's primary and secondary rate limits. Used under the world's gate.</summary>
public sealed class Toll
{
    private readonly SortedDictionary<string, Purse> _purses = new(StringComparer.Ordinal);

    public static Refusal TooFast { get; } =
        new(
            403,
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID."
        );

    public LimitNumbers Numbers { get; set; } = new();

    public Standing Pass(Passage passage, DateTimeOffset now)
    {
        var purse = PurseOf(passage.Key);
        var hour = purse.HourOf(passage.Resource, now);
        if (Numbers.IsOn && hour.Used >= passage.Limit)
            return Exhausted(passage, hour);
        if (Numbers.IsOn && Wait(purse, passage, now) is { } wait)
            return Slowed(passage, hour, wait);
        hour.Used++;
        (passage.Resource == "graphql" ? purse.GraphQlMinute : purse.RestMinute).Add(now, passage.Points);
        if (!passage.IsContent)
            return Stand(passage, hour);
        purse.ContentMinute.Add(now, 1);
        purse.ContentHour.Add(now, 1);
        return Stand(passage, hour);
    }

    /// <summary>An answer of 304 costs nothing of the primary limit.</summary>
    public Standing Refund(Passage passage, DateTimeOffset now)
    {
        var hour = PurseOf(passage.Key).HourOf(passage.Resource, now);
        if (hour.Used > 0)
            hour.Used--;
        return Stand(passage, hour);
    }

    /// <summary>How a caller stands, for GET /rate_limit, which costs nothing.</summary>
    public Standing Look(Passage passage, DateTimeOffset now) => Stand(passage, PurseOf(passage.Key).HourOf(passage.Resource, now));

    /// <summary>Refuses as if the secondary limit were exceeded.</summary>
    public Standing Slow(Passage passage, DateTimeOffset now) =>
        Slowed(passage, PurseOf(passage.Key).HourOf(passage.Resource, now), TimeSpan.FromMinutes(1));

    // How long until the request would pass, when a secondary limit stands against it.
    private TimeSpan? Wait(Purse purse, Passage passage, DateTimeOffset now)
    {
        var isGraphQl = passage.Resource == "graphql";
        var minute = isGraphQl ? purse.GraphQlMinute : purse.RestMinute;
        var points = isGraphQl ? Numbers.GraphQlPointsPerMinute : Numbers.PointsPerMinute;
        if (minute.Sum(now) + passage.Points > points)
            return minute.Eases(now) - now;
        if (!passage.IsContent)
            return null;
        if (purse.ContentMinute.Sum(now) >= Numbers.ContentPerMinute)
            return purse.ContentMinute.Eases(now) - now;
        return purse.ContentHour.Sum(now) >= Numbers.ContentPerHour ? purse.ContentHour.Eases(now) - now : null;
    }

    private static Standing Stand(Passage passage, Purse.Hour hour) => new(passage.Resource, passage.Limit, hour.Used, hour.Resets);

    private static Standing Exhausted(Passage passage, Purse.Hour hour) =>
        Stand(passage, hour) with
        {
            Refusal = new Refusal(403, $"API rate limit exceeded for {passage.Key}."),
        };

    private static Standing Slowed(Passage passage, Purse.Hour hour, TimeSpan wait) =>
        Stand(passage, hour) with
        {
            Refusal = TooFast,
            RetryAfter = wait,
        };

    private Purse PurseOf(string key)
    {
        if (!_purses.TryGetValue(key, out var purse))
            _purses.Add(key, purse = new Purse());
        return purse;
    }
}
