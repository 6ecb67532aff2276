using System.Net;
using System.Text.Json.Nodes;

namespace Sluice.Hub.Tests.Rest;

public sealed class ConversationApiTests : HubTest
{
    [Fact]
    public async Task A_comment_is_written_edited_listed_and_deleted()
    {
        var pull = Open("topic", "a", "b");
        var bot = await Bot();
        var made = await bot.Post($"{Shop}/issues/{pull.Number}/comments", new { body = "<!-- sluice -->\nLanded." });
        Assert.Equal((HttpStatusCode.Created, "sluice[bot]"), (made.Status, (string?)made.Body!["user"]!["login"]));
        Assert.Equal("sluice", (string?)made.Body["performed_via_github_app"]!["slug"]);
        var one = $"{Shop}/issues/comments/{(long)made.Body["id"]!}";
        Assert.Equal("Held.", (string?)(await bot.Patch(one, new { body = "Held." })).Body!["body"]);
        Assert.Single((JsonArray)(await bot.Get($"{Shop}/issues/{pull.Number}/comments")).Body!);
        Assert.Single((JsonArray)(await bot.Get($"{Shop}/issues/comments?since=2020-01-01T00:00:00Z&sort=updated")).Body!);
        Assert.Empty((JsonArray)(await bot.Get($"{Shop}/issues/comments?since=2999-01-01T00:00:00Z")).Body!);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete(one)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bot.Get(one)).Status);
    }

    [Fact]
    public async Task Too_long_a_comment_is_422_in_GitHubs_words()
    {
        var pull = Open("topic", "a", "b");
        var said = await As("ada").Post($"{Shop}/issues/{pull.Number}/comments", new { body = new string('x', 65_537) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, said.Status);
        Assert.Equal("Body is too long (maximum is 65536 characters)", (string?)said.Body!["errors"]![0]!["message"]);
    }

    [Fact]
    public async Task Nobody_edits_anothers_comment_without_write_access()
    {
        var pull = Open("topic", "a", "b");
        var id = (long)(await As("ada").Post($"{Shop}/issues/{pull.Number}/comments", new { body = "Mine." })).Body!["id"]!;
        Assert.Equal(HttpStatusCode.NotFound, (await As("eve").Patch($"{Shop}/issues/comments/{id}", new { body = "Yours." })).Status);
        Assert.Equal(HttpStatusCode.OK, (await As("dan").Patch($"{Shop}/issues/comments/{id}", new { body = "Ours." })).Status);
    }

    [Fact]
    public async Task A_reaction_is_201_and_the_same_again_200()
    {
        var pull = Open("topic", "a", "b");
        var bot = await Bot();
        var id = (long)(await As("ada").Post($"{Shop}/issues/{pull.Number}/comments", new { body = "/sluice queue" })).Body!["id"]!;
        var reactions = $"{Shop}/issues/comments/{id}/reactions";
        var first = await bot.Post(reactions, new { content = "eyes" });
        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(HttpStatusCode.OK, (await bot.Post(reactions, new { content = "eyes" })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await bot.Post(reactions, new { content = "shrug" })).Status);
        Assert.Single((JsonArray)(await bot.Get(reactions)).Body!);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete($"{reactions}/{(long)first.Body!["id"]!}")).Status);
        Assert.Empty((JsonArray)(await bot.Get(reactions)).Body!);
    }

    [Fact]
    public async Task Labels_are_made_put_on_set_and_taken_off()
    {
        var pull = Open("topic", "a", "b");
        var bot = await Bot();
        var labels = $"{Shop}/issues/{pull.Number}/labels";
        Assert.Equal(
            HttpStatusCode.Created,
            (
                await bot.Post(
                    $"{Shop}/labels",
                    new
                    {
                        name = "risk/low",
                        color = "0e8a16",
                        description = "Little can break.",
                    }
                )
            ).Status
        );
        var again = await bot.Post($"{Shop}/labels", new { name = "Risk/Low" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "already_exists"), (again.Status, (string?)again.Body!["errors"]![0]!["code"]));
        Assert.Equal(["queue", "risk/low"], Names(await bot.Post(labels, new { labels = new[] { "risk/low", "queue" } })));
        Assert.Equal(["risk/high"], Names(await bot.Put(labels, new { labels = new[] { "risk/high" } })));
        Assert.Empty(Names(await bot.Delete($"{labels}/risk%2Fhigh")));
        var missing = await bot.Delete($"{labels}/risk%2Fhigh");
        Assert.Equal((HttpStatusCode.NotFound, "Label does not exist"), (missing.Status, missing.Message));
    }

    [Fact]
    public async Task A_pull_has_at_most_a_hundred_labels()
    {
        var pull = Open("topic", "a", "b");
        var said = await (await Bot()).Post(
            $"{Shop}/issues/{pull.Number}/labels",
            new { labels = Enumerable.Range(0, 101).Select(n => $"l{n}") }
        );
        Assert.Equal("Issues cannot have more than 100 labels", (string?)said.Body!["errors"]![0]!["message"]);
    }

    private static string[] Names(Said said) => [.. ((JsonArray)said.Body!).Select(l => (string)l!["name"]!)];
}
