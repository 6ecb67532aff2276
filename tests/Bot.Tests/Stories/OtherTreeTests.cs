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

    private static string Halted(HttpClient http)
    {
        using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, "/api/v1/repos/acme/shop/queue/main"), TestContext.Current.CancellationToken);
        return (string?)JsonNode.Parse(answer.Content.ReadAsStream(TestContext.Current.CancellationToken))?["halted"] ?? "";
    }
}
