using Sluice.Hub.Rest;

namespace Sluice.Hub.Tests.Rest;

/// <summary>A hub that runs for weeks holds the newest requests, and whoever counts them goes on counting.</summary>
public sealed class RequestLogTests
{
    [Theory]
    [InlineData(0, "3 4 5")]
    [InlineData(3, "4 5")]
    [InlineData(5, "")]
    [InlineData(9, "")]
    public void The_newest_are_kept_and_found_by_how_many_came_before_them(int since, string found)
    {
        var log = new RequestLog(3);
        for (var number = 1; number <= 5; number++)
            log.Add(new LoggedRequest(DateTimeOffset.UnixEpoch, "GET", $"{number}", null, 200, "ada", null, false));

        Assert.Equal(found, string.Join(' ', log.Since(since).Select(entry => entry.Path)));
        Assert.Equal(3, log.Entries.Count);
    }
}
