using System.Text.Json.Nodes;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class EvidenceTests(TestPostgres server)
{
    [Fact]
    public async Task A_flake_has_only_its_failed_jobs_run_again_on_the_same_candidate_and_is_learnt()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        var pull = story.Folk.Queue(story.Folk.Open("docs/flaky.md", "fails at first\n"));
        await story.UntilLanded(pull);

        var candidate = Assert.Single(story.Screen.Candidates());
        Assert.Equal(2, Assert.Single(story.Hub.Shop.WorkflowRuns.Values, run => run.HeadSha == candidate).Attempt);
        using var http = new HttpClient { BaseAddress = story.Bot };
        var lane = JsonNode.Parse(await http.GetStringAsync("/api/v1/repos/acme/shop/queue/main", TestContext.Current.CancellationToken))!;
        Assert.Equal(1, (int?)lane["learnt"]!["checks"]![0]!["flakes"]);
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task A_main_that_is_red_itself_blames_nobody_and_what_fixes_it_lands_first()
    {
        await using var story = await Story.Begin(server);
        story.Hub.World.Do(() => story.Hub.World.Actions.Add(story.Hub.Shop, "main", "push", [Story.Check], "main"));
        await story.WithBot();
        story.Folk.PushToMain("src/broken.txt", "fails\n");
        var innocent = story.Folk.Queue(story.Folk.Open("docs/innocent.md"));
        await story.Until(() => story.Screen.Check(innocent)?.Summary?.Contains("on `main` itself", StringComparison.Ordinal) == true, "it is told that main is red");
        Assert.Empty(story.Screen.Comments(innocent));

        var fix = story.Folk.Queue(story.Folk.Open("dan", KeyValuePair.Create("src/broken.txt", (string?)"works\n")));
        await story.UntilLanded(fix, innocent);
        Assert.Empty(Invariants.Broken(story));
    }
}
