using System.Net;
using Sluice.Cli.Demo;

namespace Sluice.Bot.Tests.Metrics;

public sealed class MetricsFaceTests
{
    [Fact]
    public async Task A_form_that_breaks_off_is_bad_data_and_no_fault_of_the_server()
    {
        await using var face = await MetricsFace.Start(new Counters(TimeProvider.System));
        using var client = new HttpClient();
        using var half = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"query\"\r\n\r\nup"u8.ToArray())
        {
            Headers = { { "Content-Type", "multipart/form-data; boundary=x" } },
        };
        using var answer = await client.PostAsync(new Uri(new Uri(face.Url), "/api/v1/query"), half, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "bad_data",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("[1s]", "1e300")]
    [InlineData("[1s]", "-1")]
    [InlineData("[1s]", "NaN")]
    [InlineData("[1s]", "noon")]
    [InlineData("[99999999999s]", "1763640000")]
    public async Task A_time_that_there_is_not_is_bad_data_too(string length, string time)
    {
        await using var face = await MetricsFace.Start(new Counters(TimeProvider.System));
        using var client = new HttpClient();
        var query = Uri.EscapeDataString($$"""sum(increase(http_errors_total{track="canary"}{{length}}))""");
        using var answer = await client.GetAsync(
            new Uri(new Uri(face.Url), $"/api/v1/query?query={query}&time={time}"),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
