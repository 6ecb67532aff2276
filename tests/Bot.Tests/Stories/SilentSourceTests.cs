using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class SilentSourceTests(TestPostgres server)
{
    [Fact]
    public async Task A_source_that_dies_holds_the_canary_and_a_person_decides()
    {
        await using var story = await Story.Begin(server, Canaries.Policy(max: "8s"));
        await story.WithProduction();
        story.Production.Silence();
        var pull = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await story.Until(() => story.Screen.Code(pull) == "canary_invalid", "it could not be judged");

        Assert.DoesNotContain(story.Hub.Shop.Deployments.Values, made => (string?)made.Payload?["sluice"]?["stage"] == "rollback");
        Assert.Contains("answered 503", (string?)story.Screen.Record(pull)!["reason"], StringComparison.Ordinal);
        story.Folk.Say(pull, "/sluice promote");
        await story.Until(
            () =>
                story.Hub.Shop.Deployments.Values.LastOrDefault(made => made.Environment == "production") is { State: "success" } last
                && last.Sha == pull.MergeCommit,
            "a person promoted it"
        );
    }
}
