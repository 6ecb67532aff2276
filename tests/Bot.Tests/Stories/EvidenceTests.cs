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
    public async Task What_passed_on_a_tree_is_never_run_on_it_again_to_find_out_whom_to_blame()
    {
        await using var story = await Story.Begin(server);
        story.Hub.World.Do(() =>
        {
            story.Hub.World.Actions.Add(story.Hub.Shop, "more", "push", ["lint", "flaky"], "sluice/queue/**");
            return true;
        });
        await story.WithBot();
        var pull = story.Folk.Queue(story.Folk.Open("docs/flaky.md", "fails at first in test\n"));
        await story.UntilLanded(pull);

        var candidate = Assert.Single(story.Screen.Candidates());
        var runs = story.Hub.World.Do(() =>
            story
                .Hub.Shop.Marks.RunsOn(candidate)
                .Where(run => run.Name != "sluice")
                .Select(run => (run.Name, run.Conclusion))
                .Order()
                .ToList()
        );
        Assert.Equal([("flaky", "success"), ("lint", "success"), ("test", "failure"), ("test", "success")], runs);
        Assert.Empty(Invariants.Broken(story));
    }

    /// <summary>A runner that was taken away, that hung, that never came up.</summary>
    [Theory]
    [InlineData("cancelled")]
    [InlineData("timed_out")]
    [InlineData("startup_failure")]
    public async Task What_ends_for_want_of_a_runner_is_evidence_against_nobody(string ends)
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        story.Ci.Hold();
        var pull = story.Folk.Queue(story.Folk.Open("docs/innocent.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "it is tested");
        // What was cancelled in the second in which a build began counts as an earlier one's.
        await story.UntilLaterThan(story.Hub.World.Now);
        story.Ci.Break(true, ends);
        story.Ci.Let(story.Hub.World.Do(() => story.Ci.Held[0]));
        await story.Until(() => story.Ci.Held.Count == 1 && story.Screen.Candidates().Count == 2, "it is tested once more");
        story.Ci.Break(false);
        story.Ci.GoOn();
        await story.UntilLanded(pull);

        var learnt = (await story.Get("/queue/main")).GetProperty("learnt");
        Assert.All(
            learnt.GetProperty("checks").EnumerateArray(),
            check => Assert.Equal((0, 0), (check.GetProperty("failures").GetInt32(), check.GetProperty("flakes").GetInt32()))
        );
        Assert.Single(story.Screen.Comments(pull)); // that it landed, and nothing before
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
        await story.Until(
            () => story.Screen.Check(innocent)?.Summary?.Contains("on `main` itself", StringComparison.Ordinal) == true,
            "it is told that main is red"
        );
        Assert.Empty(story.Screen.Comments(innocent));

        var fix = story.Folk.Queue(story.Folk.Open("dan", KeyValuePair.Create("src/broken.txt", (string?)"works\n")));
        await story.UntilLanded(fix, innocent);
        Assert.Empty(Invariants.Broken(story));
    }
}
