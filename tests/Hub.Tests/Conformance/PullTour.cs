using System.Net;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Conformance;

/// <summary>The operations on a pull request, from its opening to its landing.</summary>
internal sealed class PullTour(HubTest test, Api bot, Api ada)
{
    private const string Shop = HubTest.Shop;

    public async Task Pulls(Pull pull)
    {
        var one = $"{Shop}/pulls/{pull.Number}";
        test.Push("second", "c", "d");
        await bot.Made(
            $"{Shop}/pulls",
            new
            {
                title = "Second",
                head = "second",
                @base = "main",
                body = "Why.",
            }
        );
        await bot.Ok($"{Shop}/pulls?state=all");
        await bot.Ok(one);
        await bot.Ok($"{one}/commits");
        await bot.Ok($"{one}/files");
        await bot.Ok($"{Shop}/commits/{pull.HeadSha}/pulls");
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch(one, new { title = "Other" })).Status);
        var review = (await test.As("ben").Post($"{one}/reviews", new { @event = "APPROVE", body = "Good." })).Body!;
        await bot.Ok($"{one}/reviews");
        await bot.Ok($"{one}/reviews/{review.Id()}");
        Assert.Equal(HttpStatusCode.OK, (await ada.Put($"{one}/reviews/{review.Id()}/dismissals", new { message = "Look again." })).Status);
        await bot.Ok($"{Shop}/issues/{pull.Number}");
    }

    public async Task Conversation(Pull pull)
    {
        var opened = await bot.Made($"{Shop}/issues", new { title = "The breaker is open", body = "It says the way out." });
        await bot.Ok($"{Shop}/issues");
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch($"{Shop}/issues/{(int)opened["number"]!}", new { state = "closed" })).Status);
        await bot.Ok($"{Shop}/issues/{(int)opened["number"]!}");
        var issue = $"{Shop}/issues/{pull.Number}";
        var comment = await bot.Made($"{issue}/comments", new { body = "One." });
        var one = $"{Shop}/issues/comments/{comment.Id()}";
        await bot.Ok(one);
        await bot.Ok($"{issue}/comments");
        await bot.Ok($"{Shop}/issues/comments");
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch(one, new { body = "Two." })).Status);
        var reaction = await bot.Made($"{one}/reactions", new { content = "rocket" });
        await bot.Ok($"{one}/reactions");
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete($"{one}/reactions/{reaction.Id()}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete(one)).Status);
        await bot.Made($"{Shop}/labels", new { name = "risk/low" });
        await bot.Ok($"{Shop}/labels");
        await bot.Ok($"{Shop}/labels/risk%2Flow");
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch($"{Shop}/labels/risk%2Flow", new { color = "0e8a16" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await bot.Post($"{issue}/labels", new { labels = new[] { "risk/low", "queue" } })).Status);
        await bot.Ok($"{issue}/labels");
        Assert.Equal(HttpStatusCode.OK, (await bot.Delete($"{issue}/labels/queue")).Status);
        Assert.Equal(HttpStatusCode.OK, (await bot.Put($"{issue}/labels", new { labels = new[] { "bug" } })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete($"{issue}/labels")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete($"{Shop}/labels/risk%2Flow")).Status);
    }

    public async Task Landing(Pull pull)
    {
        await bot.Made($"{Shop}/merges", new { @base = "main", head = "second" });
        Assert.Equal(HttpStatusCode.Accepted, (await bot.Put($"{Shop}/pulls/{pull.Number}/update-branch", new { })).Status);
        Assert.Equal(HttpStatusCode.OK, (await bot.Put($"{Shop}/pulls/{pull.Number}/merge", new { })).Status);
        await bot.Ok($"{Shop}/pulls/{pull.Number}/merge");
        var later = test.Open("later", "later.txt", "x\n");
        var taken = await bot.Put($"{Shop}/pulls/{later.Number}/merge-async", new { });
        Assert.Equal(HttpStatusCode.Accepted, taken.Status);
        await bot.Ok($"{Shop}/pulls/{later.Number}/merge-async/{(string?)taken.Body!["details"]!["uuid"]}");
        var third = test.Open("third", "t", "t");
        var asked = await bot.Put($"{Shop}/pulls/{third.Number}/merge-async", new { });
        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        await bot.Ok($"{Shop}/pulls/{third.Number}/merge-async/{(string)asked.Body!["details"]!["uuid"]!}");
    }
}
