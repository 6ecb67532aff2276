using Sluice.Bot.Tests.Store;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class LanesTests(TestPostgres server)
{
    private const string Policy = "version: 1\nqueue: { branches: [main, next], slots: 2, checks: [test] }\nrisk: { alone: low }\n";

    [Fact]
    public async Task Two_lanes_share_the_slots_and_each_lands_its_own()
    {
        await using var story = await Story.Begin(server, Policy);
        Branch(story);
        await story.WithBot();
        story.Ci.Hold();
        Pull[] main = [.. Enumerable.Range(0, 3).Select(index => story.Folk.Queue(story.Folk.Open($"docs/main-{index}.md")))];
        await story.Until(() => story.Ci.Held.Count == 2, "the first lane has every slot while nobody waits in the other");
        Pull[] next = [.. Enumerable.Range(0, 3).Select(index => story.Folk.Queue(Aim(story, story.Folk.Open($"docs/next-{index}.md"))))];
        await story.Until(
            () => next.All(pull => story.Screen.Check(pull)?.Status is "queued" or "in_progress"),
            "the second lane has them"
        );
        story.Ci.GoOn();
        await story.UntilLanded([.. main, .. next]);

        Assert.All(next, pull => Assert.Equal("next", pull.BaseBranch));
        Assert.NotNull(story.Screen.In(Tip(story), "docs/next-0.md"));
        Assert.Null(story.Screen.OnMain("docs/next-0.md"));
        Assert.Null(story.Screen.In(Tip(story), "docs/main-0.md"));
    }

    [Fact]
    public async Task A_pull_that_is_aimed_at_another_lane_while_it_is_tested_leaves_the_first_and_lands_on_the_second()
    {
        await using var story = await Story.Begin(server, Policy);
        Branch(story);
        await story.WithBot();
        story.Ci.Hold();
        var pull = story.Folk.Queue(story.Folk.Open("docs/moves.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "its candidate for main is tested");
        Aim(story, pull);
        await story.Until(
            () => story.Ci.Held.Any(job => job.Run.HeadBranch.StartsWith("sluice/queue/next/", StringComparison.Ordinal)),
            "its candidate for next is tested"
        );
        story.Ci.GoOn();
        await story.UntilLanded(pull);

        Assert.NotNull(story.Screen.In(Tip(story), "docs/moves.md"));
        Assert.Null(story.Screen.OnMain("docs/moves.md"));
        await story.Until(() => story.Screen.QueueBranches().Count == 0, "both candidates are dropped");
    }

    private static string Tip(Story story) => story.Hub.World.Do(() => story.Hub.Shop.Branch("next")!);

    private static void Branch(Story story) =>
        Assert.Null(
            story.Hub.World.Do(() =>
                story.Hub.World.Refs.Apply(
                    story.Hub.Shop,
                    [new RefMove("refs/heads/next", Zero.Sha, story.Hub.Shop.Branch("main")!)],
                    story.Hub.World.Accounts["ada"],
                    "push"
                )
            )
        );

    private static Pull Aim(Story story, Pull pull) =>
        story.Hub.World.Do(() =>
        {
            Assert.Null(story.Hub.World.Pulls.Edit(story.Folk.As("ada"), pull, new PullEdit(Base: "next")).Refusal);
            return pull;
        });
}
