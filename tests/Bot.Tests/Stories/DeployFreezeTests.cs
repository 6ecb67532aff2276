using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class DeployFreezeTests(TestPostgres server)
{
    [Fact]
    public async Task In_a_freeze_what_landed_is_not_deployed_and_the_pull_request_the_page_and_the_API_say_until_when()
    {
        await using var story = await Story.Begin(
            server,
            Canaries.Policy() + "  freeze: [{ cron: \"0 0 * * *\", for: 1d, reason: stocktaking }]\n"
        );
        await story.WithProduction();
        var pull = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await story.Until(() => pull.IsMerged && story.Screen.Code(pull) == "frozen", "it landed and waits");

        Assert.Empty(story.Hub.World.Do(() => story.Hub.Shop.Deployments.Values.ToList()));
        Assert.Contains(
            story.Screen.Comments(pull),
            comment => comment.Body.Contains("Nothing new is deployed until", StringComparison.Ordinal)
        );
        var queue = Assert.Single((await story.Get("/deploys/queue")).EnumerateArray().ToList());
        Assert.Equal("production", queue.GetProperty("environment").GetString());
        var frozen = queue.GetProperty("frozen");
        Assert.Equal(
            ("stocktaking", pull.Number),
            (frozen.GetProperty("reason").GetString(), Assert.Single(frozen.GetProperty("pulls").EnumerateArray().ToList()).GetInt32())
        );
        Assert.True(frozen.GetProperty("until").GetDateTimeOffset() > story.Hub.World.Now);
        using var http = new HttpClient();
        var page = await http.GetStringAsync(
            new Uri(story.Bot, $"{story.Hub.Shop.FullName}/deploys"),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("<strong>Frozen</strong> until", page, StringComparison.Ordinal);
    }
}
