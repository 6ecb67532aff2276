using System.Net;
using Sluice.Hub.Limits;

namespace Sluice.Hub.Tests.Limits;

public sealed class RateLimitTests : HubTest
{
    [Fact]
    public async Task Every_answer_tells_how_the_caller_stands_and_304_costs_nothing()
    {
        var bot = await Bot();
        var first = await bot.Get(Shop);
        Assert.Equal(
            ("5000", "4999", "core"),
            (first.Header("x-ratelimit-limit"), first.Header("x-ratelimit-remaining"), first.Header("x-ratelimit-resource"))
        );
        var unchanged = await bot.Get(Shop, ("If-None-Match", first.Header("ETag")!));
        Assert.Equal((HttpStatusCode.NotModified, "4999"), (unchanged.Status, unchanged.Header("x-ratelimit-remaining")));
        var limits = await bot.Get("/rate_limit");
        Assert.Equal((1, 5_000), ((int)limits.Body!["resources"]!["core"]!["used"]!, (int)limits.Body["rate"]!["limit"]!));
    }

    [Fact]
    public async Task Comments_beyond_the_content_limit_are_refused_with_a_time_to_wait_while_other_writes_pass()
    {
        var pull = Open("topic", "a", "b");
        World.Do(() => Hub.Toll.Numbers = new LimitNumbers { ContentPerMinute = 2 });
        var bot = await Bot();
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Created, (await bot.Post($"{Shop}/issues/{pull.Number}/comments", new { body = $"{i}" })).Status);
        var refused = await bot.Post($"{Shop}/issues/{pull.Number}/comments", new { body = "3" });
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.InRange(int.Parse(refused.Header("retry-after")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await bot.Post($"{Shop}/issues/{pull.Number}/labels", new { labels = new[] { "queue" } })).Status);
    }

    [Fact]
    public async Task A_script_sets_the_limits()
    {
        var nobody = Nobody();
        Assert.Equal(HttpStatusCode.OK, (await nobody.Put("/_hub/limits", new { per_hour = 1, per_hour_at_most = 1 })).Status);
        var bot = await Bot();
        await bot.Get(Shop);
        var refused = await bot.Get(Shop);
        Assert.Equal(
            (HttpStatusCode.Forbidden, $"API rate limit exceeded for installation ID {Hub.Installation.Id}."),
            (refused.Status, refused.Message)
        );
    }

    [Fact]
    public void More_than_a_hundred_requests_at_once_are_refused()
    {
        var gatehouse = new Sluice.Hub.Rest.Gatehouse(World, new Toll());
        var visits = Enumerable.Range(0, 100).Select(_ => gatehouse.Enter("token")).ToArray();
        Assert.All(visits, v => Assert.Null(v.Refusal));
        using (var crowd = gatehouse.Enter("token"))
            Assert.StartsWith("You have exceeded a secondary rate limit.", crowd.Refusal!.Message, StringComparison.Ordinal);
        visits[0].Dispose();
        using var next = gatehouse.Enter("token");
        Assert.Null(next.Refusal);
    }

    [Fact]
    public async Task GraphQL_has_an_account_of_its_own_and_says_so_with_a_success()
    {
        var bot = await Bot();
        await Nobody().Put("/_hub/limits", new { per_hour = 1, per_hour_at_most = 1 });
        await bot.Get(Shop);
        var query = new { query = "query { viewer { login } }" };
        Assert.Equal("graphql", (await bot.Post("/graphql", query)).Header("x-ratelimit-resource"));
        var refused = await bot.Post("/graphql", query);
        Assert.Equal((HttpStatusCode.OK, "RATE_LIMITED"), (refused.Status, (string?)refused.Body!["errors"]![0]!["type"]));
        Assert.InRange((int)(await Nobody().Post("/graphql", new { query = 3 })).Status, 200, 499);
    }
}
