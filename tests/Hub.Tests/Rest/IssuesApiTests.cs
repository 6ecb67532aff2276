using System.Net;
using System.Text.Json.Nodes;

namespace Sluice.Hub.Tests.Rest;

public sealed class IssuesApiTests : HubTest
{
    [Fact]
    public async Task An_issue_is_opened_found_edited_and_closed()
    {
        var bot = await Bot();
        var made = await bot.Post($"{Shop}/issues", new { title = "Stopped", body = "<!-- mark -->" });
        Assert.Equal(
            (HttpStatusCode.Created, "sluice[bot]", "open"),
            (made.Status, (string?)made.Body!["user"]!["login"], (string?)made.Body["state"])
        );
        var one = $"{Shop}/issues/{(int)made.Body["number"]!}";

        Assert.Single((JsonArray)(await bot.Get($"{Shop}/issues?creator=sluice%5Bbot%5D")).Body!);
        Assert.Empty((JsonArray)(await bot.Get($"{Shop}/issues?creator=ada")).Body!);
        Assert.Equal("Tried", (string?)(await bot.Patch(one, new { title = "Tried" })).Body!["title"]);
        var closed = (await bot.Patch(one, new { state = "closed" })).Body!;
        Assert.Equal(("closed", "completed"), ((string?)closed["state"], (string?)closed["state_reason"]));
        Assert.Empty((JsonArray)(await bot.Get($"{Shop}/issues")).Body!);
        Assert.Single((JsonArray)(await bot.Get($"{Shop}/issues?state=all")).Body!);
    }

    [Fact]
    public async Task Issues_and_pulls_are_numbered_in_one_row()
    {
        var first = (int)(await As("ada").Post($"{Shop}/issues", new { title = "One" })).Body!["number"]!;

        Assert.Equal(first + 1, Open("topic", "a", "b").Number);
    }

    [Fact]
    public async Task What_GitHub_refuses_is_refused()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await As("ada").Post($"{Shop}/issues", new { title = " " })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await As("ada").Patch($"{Shop}/issues/999", new { title = "x" })).Status);
        var number = (int)(await As("ada").Post($"{Shop}/issues", new { title = "Mine" })).Body!["number"]!;
        Assert.Equal(HttpStatusCode.Forbidden, (await As("eve").Patch($"{Shop}/issues/{number}", new { title = "Yours" })).Status);
    }

    [Fact]
    public async Task Three_are_pinned_and_a_fourth_is_refused_until_one_is_unpinned()
    {
        var bot = await Bot();
        var nodes = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            nodes.Add((string)(await bot.Post($"{Shop}/issues", new { title = $"Issue {i}" })).Body!["node_id"]!);
        }

        foreach (var node in nodes.Take(3))
            Assert.Null((await Pin(bot, "pinIssue", node))["errors"]);
        Assert.NotNull((await Pin(bot, "pinIssue", nodes[3]))["errors"]);
        Assert.Null((await Pin(bot, "unpinIssue", nodes[0]))["errors"]);
        var pinned = await Pin(bot, "pinIssue", nodes[3]);
        Assert.True((bool)pinned["data"]!["pinIssue"]!["issue"]!["isPinned"]!);
    }

    private static async Task<JsonNode> Pin(Api api, string mutation, string node) =>
        (
            await api.Post(
                "/graphql",
                new
                {
                    query = $"mutation($id: ID!) {{ {mutation}(input: {{issueId: $id}}) {{ issue {{ isPinned }} }} }}",
                    variables = new { id = node },
                }
            )
        ).Body!;
}
