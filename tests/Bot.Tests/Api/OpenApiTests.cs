using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Sluice.Bot.Api;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;

namespace Sluice.Bot.Tests.Api;

public sealed partial class OpenApiTests(TestPostgres server) : IAsyncLifetime
{
    private Front _front = null!;

    public async ValueTask InitializeAsync() => _front = await Front.Open(server);

    public async ValueTask DisposeAsync() => await _front.DisposeAsync();

    [Fact]
    public async Task The_document_is_one_that_readers_of_OpenAPI_take()
    {
        var read = OpenApiDocument.Parse(await Text("/api/v1/openapi.json"), "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Contains("/api/v1/repos/{owner}/{repo}/queue/{onto}", read.Document!.Paths.Keys);
        Assert.Contains("/api/v1/repos/{owner}/{repo}/readings", read.Document.Paths.Keys);
    }

    [Fact]
    public async Task It_points_at_nothing_that_is_not_there()
    {
        var text = await Text("/api/v1/openapi.json");

        var named = Pointer().Matches(text).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(named);
        using var document = JsonDocument.Parse(text);
        Assert.All(
            named,
            pointer =>
                Assert.Equal(
                    JsonValueKind.Object,
                    pointer.Split('/').Aggregate(document.RootElement, (at, key) => at.GetProperty(key)).ValueKind
                )
        );
    }

    [Fact]
    public async Task Each_operation_has_a_name_that_a_client_can_call_a_function_by()
    {
        using var document = JsonDocument.Parse(await Text("/api/v1/openapi.json"));

        Assert.All(
            document
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject())
                .Select(method => method.Value.GetProperty("operationId").GetString()),
            name => Assert.Matches("^[a-z_]+$", name)
        );
    }

    [Fact]
    public void Every_address_of_the_API_is_in_it() =>
        Assert.All(
            _front
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(each =>
                    each.RoutePattern.RawText!.StartsWith("/api/v1/repos/", StringComparison.Ordinal)
                    && each.Metadata.GetMetadata<HttpMethodMetadata>() is not null
                ),
            each => Assert.NotNull(each.Metadata.GetMetadata<Described>())
        );

    [Theory]
    [InlineData("/queue/main", "Lane")]
    [InlineData("/pulls/3", "PullAnswer")]
    [InlineData("/flow", "FlowReport")]
    public async Task What_is_answered_has_the_keys_that_it_promises(string path, string schema)
    {
        using var document = JsonDocument.Parse(await Text("/api/v1/openapi.json"));
        using var answer = JsonDocument.Parse(await Text($"/api/v1/repos/acme/shop{path}"));

        var promised = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties");
        Assert.Equal(
            promised.EnumerateObject().Select(each => each.Name).Order(),
            answer.RootElement.EnumerateObject().Select(each => each.Name).Order()
        );
    }

    [Theory]
    [InlineData("/queue/main")]
    [InlineData("/pulls/3")]
    [InlineData("/deploys")]
    public async Task Whoever_shows_the_tag_of_what_is_known_is_sent_nothing(string path)
    {
        using var first = await _front.Get($"/api/v1/repos/acme/shop{path}");
        var tag = Assert.IsType<EntityTagHeaderValue>(first.Headers.ETag);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/repos/acme/shop{path}");
        again.Headers.IfNoneMatch.Add(tag);
        using var second = await _front.Send(again);

        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, (await second.Content.ReadAsByteArrayAsync(Front.Stop)).Length));
        Assert.True(first.Headers.CacheControl is { Private: true, NoCache: true });
    }

    [Fact]
    public async Task Another_tag_is_sent_everything()
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/api/v1/repos/acme/shop/pulls/3");
        asked.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"another\""));
        using var answer = await _front.Send(asked);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Task<string> Text(string path) => _front.Http.GetStringAsync(path, Front.Stop);

    [GeneratedRegex("\"\\$ref\":\"#/([^\"]*)\"")]
    private static partial Regex Pointer();
}
