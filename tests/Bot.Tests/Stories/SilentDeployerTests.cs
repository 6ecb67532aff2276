using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class SilentDeployerTests(TestPostgres server)
{
    [Fact]
    public async Task A_deployer_that_never_answers_times_out_and_is_told_of_and_the_next_one_brings_what_it_left()
    {
        await using var story = await Story.Begin(server, Canaries.Policy() + "  deploy: { timeout: 10s }\n");
        await story.WithProduction();
        story.Production.Listens = Listening.ToNothing;
        var first = story.Folk.Queue(story.Folk.Open("src/first.txt"));
        const string Says = "nobody took the deployment up in canary within 10 seconds";
        await story.Until(() => Reason(story, first).Contains(Says, StringComparison.Ordinal), "its author reads why it is not deployed");

        var row = Assert.Single(story.Hub.Shop.Deployments.Values);
        await story.Until(() => row.State == "error", "its row is closed");
        Assert.Equal("no answer within 10 seconds", row.Statuses[^1].Description);
        var told = (await story.Get("/deploys"))[0];
        Assert.Equal("rolledback", told.GetProperty("end").GetString());
        Assert.Contains(Says, told.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Contains(story.Screen.Comments(first), comment => comment.Body.Contains(Says, StringComparison.Ordinal));

        story.Production.Listens = Listening.ToDeployments;
        var second = story.Folk.Queue(story.Folk.Open("src/second.txt"));
        await story.Until(() => State(story, first) == "healthy" && State(story, second) == "healthy", "both are in production");
        Assert.DoesNotContain(story.Hub.Shop.Deployments.Values, made => (string?)made.Payload?["sluice"]?["stage"] == "rollback");
        Assert.Empty(Invariants.Broken(story));
    }

    private static string Reason(Story story, Pull pull) => (string?)story.Screen.Record(pull)?["reason"] ?? "";

    private static string? State(Story story, Pull pull) => (string?)story.Screen.Record(pull)?["state"];
}
