using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.GitHub;
using Sluice.Bot.Jobs;
using Sluice.Bot.Operating;
using Sluice.Bot.Tests.Jobs;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow;

namespace Sluice.Bot.Tests.Api;

/// <summary>What is answered, but not to this method, says to which.</summary>
public sealed partial class OtherMethodsTests(TestPostgres server)
{
    [Fact]
    public async Task A_method_that_is_not_answered_is_told_those_that_are()
    {
        await using var front = await Front.Open(server);
        foreach (
            var (method, path, allow) in new[]
            {
                ("POST", "/api/v1/repos/acme/shop/flow", "GET, HEAD"),
                ("DELETE", "/api/v1/repos/acme/shop/queue/release/2.x", "GET, HEAD"),
                ("PUT", "/api/v1/repos/acme/shop/pulls/3", "GET, HEAD"),
                ("POST", "/acme/shop", "GET, HEAD"),
                ("DELETE", "/acme/shop/health", "GET, HEAD"),
                ("POST", "/", "GET, HEAD"),
                ("GET", "/api/v1/repos/acme/shop/readings", "POST"),
                ("GET", "/api/v1/repos/acme/shop/targets/3", "POST"),
                ("DELETE", "/mcp", "POST"),
                ("POST", "/acme/shop/events", "GET"),
                ("GET", "/signout", "POST"),
            }
        )
        {
            var answer = await Ask(front, method, path);

            Assert.Equal((path, HttpStatusCode.MethodNotAllowed, allow), (path, answer.Status, answer.Allow));
            Assert.Contains(
                $"This address answers {allow.Replace(", ", " and ", StringComparison.Ordinal)} only.",
                answer.Body,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Every_address_says_which_methods_it_answers()
    {
        await using var front = await Front.Open(
            server,
            (services, source) =>
            {
                services.AddEngine(
                    source,
                    new Pace { Sweep = TimeSpan.FromHours(1) },
                    true,
                    _ => new Taken().Take,
                    _ => (_, _) => Task.CompletedTask
                );
                services.AddOperators();
                services.AddSingleton(new Outages(new OutageLimits(), TimeProvider.System));
            }
        );
        var answered = front
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not null)
            .ToLookup(
                endpoint => Sample(endpoint.RoutePattern.RawText!),
                endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods,
                StringComparer.Ordinal
            );
        Assert.Superset(
            new HashSet<string>(
                ["/operator", "/operator/ring", "/signin/callback", "/signout", "/mcp", "/acme/shop/flow"],
                StringComparer.Ordinal
            ),
            answered.Select(path => path.Key).ToHashSet(StringComparer.Ordinal)
        );
        foreach (var path in answered)
        {
            var allow = path.SelectMany(methods => methods).Distinct().ToList();
            foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE" }.Except(allow))
            {
                var answer = await Ask(front, method, path.Key);

                Assert.Equal(
                    (method, path.Key, HttpStatusCode.MethodNotAllowed, string.Join(", ", allow)),
                    (method, path.Key, answer.Status, answer.Allow)
                );
                Assert.Contains($"This address answers {string.Join(" and ", allow)} only.", answer.Body, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_repository_that_is_hidden_answers_as_one_that_is_not_there()
    {
        await using var front = await Front.Open(server);
        foreach (var path in new[] { "/api/v1/repos/acme/{0}/flow", "/acme/{0}/queue/main", "/acme/{0}/pull/1" })
        {
            var answers = new List<(HttpStatusCode, string, string)>();
            foreach (var name in new[] { "shop", "vault", "nought" })
            {
                var (status, allow, body) = await Ask(
                    front,
                    "POST",
                    string.Format(System.Globalization.CultureInfo.InvariantCulture, path, name)
                );
                answers.Add((status, allow, body.Replace(name, "", StringComparison.Ordinal)));
            }

            Assert.Single(answers.Distinct());
        }
    }

    [Theory]
    [InlineData("POST", "/api/v1/nothing")]
    [InlineData("DELETE", "/acme/shop/nothing")]
    [InlineData("POST", "/api/v1/repos/acme/shop/pulls/three")]
    [InlineData("POST", "/webhook")]
    public async Task What_no_method_finds_is_not_found(string method, string path)
    {
        await using var front = await Front.Open(server);

        Assert.Equal(HttpStatusCode.NotFound, (await Ask(front, method, path)).Status);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/robots.txt")]
    [InlineData("/acme/shop/nothing.html")]
    public async Task What_a_reader_does_not_find_is_told_on_a_page(string path)
    {
        await using var front = await Front.Open(server);
        using var answer = await front.Get(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync(Front.Stop), StringComparison.Ordinal);
    }

    /// <summary>An address of that pattern.</summary>
    private static string Sample(string pattern) =>
        Variable()
            .Replace(
                pattern,
                part =>
                    part.Groups[1].Value switch
                    {
                        "owner" => "acme",
                        "repo" => "shop",
                        "number" => "3",
                        "**onto" => "release/2.x",
                        var other => other,
                    }
            );

    [GeneratedRegex(@"\{([^:}]+)[^}]*\}")]
    private static partial Regex Variable();

    private static async Task<(HttpStatusCode Status, string Allow, string Body)> Ask(Front front, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await front.Send(request);
        return (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow), await answer.Content.ReadAsStringAsync(Front.Stop));
    }
}
