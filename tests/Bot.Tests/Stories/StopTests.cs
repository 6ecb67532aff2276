using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class StopTests(TestPostgres server)
{
    private const string Frozen =
        "version: 1\nqueue:\n  freeze:\n    - { cron: \"* * * * *\", for: 24h, except: [urgent], reason: moving house }\n";

    [Fact]
    public async Task A_maintainer_pauses_the_lane_so_that_nothing_lands_though_it_is_tested_and_lets_it_go_on()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        var pull = story.Folk.Open("docs/waits.md");
        var refused = story.Folk.Say(pull, "/sluice pause I say so", by: "dan");
        await story.Until(() => story.Screen.HasReaction(refused, "confused"), "dan may not");
        var paused = story.Folk.Say(pull, "/sluice pause the tax office is here", by: "ben");
        await story.Until(() => story.Screen.HasReaction(paused, "+1"), "ben may");
        story.Folk.Queue(pull);
        await story.Until(
            () => story.Screen.Candidates().Count == 1 && Says(story, pull, "tax office"),
            "it is tested and told who paused"
        );
        await story.Until(
            () => story.Hub.Shop.Marks.RunsOn(story.Screen.Candidates()[0]).Any(run => run is { Name: Story.Check, Conclusion: "success" }),
            "its candidate is green"
        );
        Assert.False(pull.IsMerged);

        story.Folk.Say(pull, "/sluice resume", by: "ben");
        await story.UntilLanded(pull);
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task In_a_freeze_only_what_is_excepted_lands_and_the_others_are_told_until_when()
    {
        await using var story = await Story.Begin(server, Frozen);
        await story.WithBot();
        var waits = story.Folk.Queue(story.Folk.Open("docs/waits.md"));
        await story.Until(
            () => story.Screen.Candidates().Count == 1 && story.Screen.Check(waits)?.Title == "Waiting: freeze",
            "it is frozen, and tested"
        );
        Assert.Contains("moving house", story.Screen.Check(waits)!.Summary, StringComparison.Ordinal);

        var urgent = story.Folk.Open("docs/urgent.md");
        story.Folk.Approve(urgent);
        story.Folk.Say(urgent, "/sluice queue priority=urgent");
        await story.UntilLanded(urgent);
        Assert.False(waits.IsMerged);

        story.Folk.PushToMain(".github/sluice.yml", "version: 1\n");
        await story.UntilLanded(waits);
        Assert.Empty(Invariants.Broken(story));
    }

    private static bool Says(Story story, Sluice.Hub.Model.Pull pull, string words) =>
        story.Screen.Check(pull)?.Summary?.Contains(words, StringComparison.Ordinal) == true;
}
