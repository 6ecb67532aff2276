using System.Globalization;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>What the headers of an answer name of the limits, by our clock.</summary>
internal static class Named
{
    /// <summary>GitHub counts by the hour; what names another year is no limit of GitHub's.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>When a refused request may be sent again; null: it names no time that is to come.</summary>
    public static DateTimeOffset? Until(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.RetryAfter?.Delta is { } delta)
        {
            return delta < Longest ? now + delta : null;
        }

        var at =
            response.Headers.RetryAfter?.Date is { } date ? Here(response, date, now)
            : Remaining(response) is 0 ? Reset(response, now)
            : null;
        return at > now ? at : null;
    }

    /// <summary>What is left of the hour's requests.</summary>
    public static long? Remaining(HttpResponseMessage response) => Number(response, "x-ratelimit-remaining");

    /// <summary>When the hour's requests are all there again.</summary>
    public static DateTimeOffset? Reset(HttpResponseMessage response, DateTimeOffset now) =>
        Number(response, "x-ratelimit-reset") is { } reset ? Here(response, DateTimeOffset.FromUnixTimeSeconds(reset), now) : null;

    /// <summary>
    /// A time of GitHub's clock by ours, which may be seconds wrong: as far from now as it was from the answer's date. Null: it is no time
    /// of a limit.
    /// </summary>
    private static DateTimeOffset? Here(HttpResponseMessage response, DateTimeOffset at, DateTimeOffset now) =>
        at - (response.Headers.Date ?? now) is var away && away.Duration() < Longest ? now + away : null;

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && long.TryParse(values.First(), CultureInfo.InvariantCulture, out var number)
        && number is >= 0 and < 253_402_300_800
            ? number
            : null;
}
