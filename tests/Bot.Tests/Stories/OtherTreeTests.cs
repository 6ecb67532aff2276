using System.Text.Json.Nodes;
using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class OtherTreeTests(TestPostgres server)
{
    [Fact]
    public async Task A_base_that_holds_another_tree_than_the_one_that_was_tested_halts_its_lane()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        story.Hub.World.Do(() => story.Hub.World.Weather = Weather.Fine with { OtherTrees = 1 });
        story.Folk.Queue(story.Folk.Open("docs/new.md"));

        using var http = new HttpClient { BaseAddress = story.Bot };
        await story.Until(() => Halted(http).Length > 0, "the lane stands still");

        Assert.Contains($"main stands at {story.Screen.Main()[..12]}", Halted(http), StringComparison.Ordinal);
        Assert.Null(story.Screen.OnMain("docs/new.md"));
    }

    /// <summary>Whom GitHub merges by its button it merges one by one, and no further than to the first tree that nobody tested.</summary>
    [Fact]
    public async Task Forks_are_squashed_by_GitHub_each_by_itself_and_no_further_than_to_the_first_tree_that_differs()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { method: squash }\n");
        await story.WithBot();
        var guests = await story.QueueTwoForks();
        await story.Until(
            () => story.Ci.Held.Count >= 1 && guests.All(guest => story.Screen.Check(guest)?.Status is "queued" or "in_progress"),
            "both are in line"
        );
        story.Hub.World.Do(() => story.Hub.World.Weather = Weather.Fine with { OtherTrees = 1 });
        story.Ci.GoOn();

        using var http = new HttpClient { BaseAddress = story.Bot };
        await story.Until(() => Halted(http).Length > 0, "the lane stands still");

        Assert.Single(guests, guest => guest.IsMerged);
        Assert.Contains($"main stands at {story.Screen.Main()[..12]}", Halted(http), StringComparison.Ordinal);
    }

    private static string Halted(HttpClient http)
    {
        using var answer = http.Send(
            new HttpRequestMessage(HttpMethod.Get, "/api/v1/repos/acme/shop/queue/main"),
            TestContext.Current.CancellationToken
        );
        return (string?)JsonNode.Parse(answer.Content.ReadAsStream(TestContext.Current.CancellationToken))?["halted"] ?? "";
    }
}
