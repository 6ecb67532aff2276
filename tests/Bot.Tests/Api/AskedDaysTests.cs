using System.Net;
using System.Text.Json;
using Sluice.Bot.Tests.Pages;

namespace Sluice.Bot.Tests.Api;

/// <summary>Whoever asks for days that cannot be told reads which can.</summary>
public sealed class AskedDaysTests(PageHost host) : IClassFixture<PageHost>
{
    private const string Words = "days is a whole number from 1 to 90, given once; without it, the last 30 are told.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("days=x")]
    [InlineData("days=")]
    [InlineData("days")]
    [InlineData("days=1.5")]
    [InlineData("days=99999999999")]
    [InlineData("days=7&days=30")]
    [InlineData("days=0")]
    [InlineData("days=-1")]
    [InlineData("days=91")]
    [InlineData("days=+7")]
    public async Task Days_that_cannot_be_told_are_refused_in_words(string query)
    {
        var (told, page, agents) = (
            await Get($"/api/v1/repos/acme/shop/flow?{query}"),
            await Get($"/acme/shop/flow?{query}"),
            await Get($"/acme/shop/agents?{query}")
        );

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (told.Status, told.Type));
        using var json = JsonDocument.Parse(told.Body);
        Assert.Equal(Words, json.RootElement.GetProperty("message").GetString());
        Assert.All(
            [page, agents],
            shown =>
            {
                Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (shown.Status, shown.Type));
                Assert.Contains(Words, shown.Body, StringComparison.Ordinal);
            }
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("?days=1")]
    [InlineData("?days=90")]
    public async Task All_others_are_told(string query)
    {
        Assert.Equal(HttpStatusCode.OK, (await Get($"/api/v1/repos/acme/shop/flow{query}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get($"/acme/shop/flow{query}")).Status);
    }

    private async Task<(HttpStatusCode Status, string? Type, string Body)> Get(string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Url) };
        using var answer = await http.GetAsync(path, Stop);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Stop));
    }
}
