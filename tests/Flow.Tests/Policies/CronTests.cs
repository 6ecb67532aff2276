using System.Globalization;
using Sluice.Flow.Policies;

namespace Sluice.Flow.Tests.Policies;

public sealed class CronTests
{
    [Theory]
    [InlineData("0 17 * * FRI", "UTC", "2026-11-20T17:00Z", "2026-11-20T17:00Z")]
    [InlineData("0 17 * * FRI", "UTC", "2026-11-20T16:59Z", "2026-11-13T17:00Z")]
    [InlineData("0 17 * * 5", "Europe/Berlin", "2026-11-20T16:30Z", "2026-11-20T16:00Z")]
    [InlineData("0 17 * * 5", "Europe/Berlin", "2026-07-17T16:30Z", "2026-07-17T15:00Z")]
    [InlineData("*/15 9-17 * * MON-FRI", "UTC", "2026-11-21T12:00Z", "2026-11-20T17:45Z")]
    [InlineData("30 4 1,15 * 0", "UTC", "2026-11-20T00:00Z", "2026-11-15T04:30Z")]
    [InlineData("0 0 * * 7", "UTC", "2026-11-20T00:00Z", "2026-11-15T00:00Z")]
    [InlineData("0 0 24 DEC *", "UTC", "2026-12-30T00:00Z", "2026-12-24T00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-29T02:00Z", "2026-03-29T01:30Z")]
    public void The_last_tick_is_found(string text, string zone, string now, string last) =>
        Assert.Equal(At(last), Read(text).Last(At(now), TimeZoneInfo.FindSystemTimeZoneById(zone), TimeSpan.FromDays(31)));

    [Fact]
    public void A_tick_longer_ago_than_asked_is_none() =>
        Assert.Null(Read("0 17 * * FRI").Last(At("2026-11-20T16:00Z"), TimeZoneInfo.Utc, TimeSpan.FromDays(2)));

    [Fact]
    public void A_day_that_never_comes_is_refused() => Assert.Null(Cron.Read("0 0 31 FEB *", out _));

    private static Cron Read(string text) => Cron.Read(text, out _) ?? throw new FormatException(text);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
