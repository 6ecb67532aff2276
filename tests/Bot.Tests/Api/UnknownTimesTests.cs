using System.Text.Json;
using Sluice.Bot.Tests.Pages;

namespace Sluice.Bot.Tests.Api;

/// <summary>What is not known yet is told as that, and not as nought seconds.</summary>
public sealed class UnknownTimesTests(PageHost host) : IClassFixture<PageHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_no_build_was_timed_yet_its_time_is_null()
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Url) };
        using var lane = JsonDocument.Parse(await http.GetStringAsync("/api/v1/repos/acme/shop/queue/main", Stop));

        Assert.Equal(JsonValueKind.Null, lane.RootElement.GetProperty("learnt").GetProperty("build_seconds").ValueKind);
        Assert.Equal(JsonValueKind.Null, lane.RootElement.GetProperty("learnt").GetProperty("build_spread").ValueKind);
        Assert.Equal(JsonValueKind.Null, lane.RootElement.GetProperty("builds")[0].GetProperty("expected_seconds").ValueKind);
        Assert.DoesNotContain("A build takes", await http.GetStringAsync("/acme/shop/health", Stop), StringComparison.Ordinal);
    }
}
