using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>A branch that only GitHub's own merge queue may move, with <c>queue.native: drive</c>.</summary>
public sealed class NativeQueueTests(TestPostgres server)
{
    private const string Policy = "version: 1\nqueue: { native: drive, timeout: 1m }\n";

    [Fact]
    public async Task Three_land_by_GitHubs_queue_and_the_one_that_fails_there_is_put_out_with_its_words()
    {
        await using var story = await Begin();
        var bad = story.Folk.Open("src/bad.txt", "fails beside docs/0.md\n", by: "dan"); // by itself it passes
        Pull[] good = [.. Enumerable.Range(0, 3).Select(index => story.Folk.Queue(story.Folk.Open($"docs/{index}.md")))];
        await story.UntilLanded(good);
        story.Folk.Queue(bad);
        await story.Until(
            () => story.Screen.Code(bad) == "checks_failed" && story.Screen.Ended(bad, "failure") && !bad.Labels.ContainsKey("queue"),
            "the bad one is out"
        );

        Assert.Contains("GitHub's merge queue", story.Screen.Comments(bad).Single().Body, StringComparison.Ordinal);
        Assert.False(bad.IsMerged);
        Assert.All(good, pull => Assert.Equal(pull.MergeCommit, (string?)story.Screen.Record(pull)!["landed_sha"]));
        Assert.All(
            story.Hub.World.Do(() => story.Hub.Shop.Landings.Where(move => move.Branch == "main").ToList()),
            move => Assert.Equal("merge-queue", move.Via)
        );
        Assert.Empty(story.Screen.Candidates());
        var kinds = (await story.Get($"/pulls/{good[0].Number}"))
            .GetProperty("journal")
            .EnumerateArray()
            .Select(line => line.GetProperty("kind").GetString())
            .ToList();
        Assert.Contains("landed", kinds);
        Assert.DoesNotContain("untested", kinds);
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task One_that_stands_still_in_GitHubs_queue_is_taken_out_and_put_in_again()
    {
        await using var story = await Begin();
        var pull = story.Folk.Open("docs/new.md");
        await story.Until(
            () => story.Hub.Shop.Marks.RunsOn(pull.HeadSha).Any(run => run is { Name: Story.Check, Conclusion: "success" }),
            "its head is green"
        );
        story.Ci.Hold();
        story.Folk.Queue(pull);
        await story.Until(
            () => story.Ci.Held.Count == 1 && story.Screen.Check(pull)?.Status == "in_progress",
            "it is tested in GitHub's queue"
        );
        await story.Until(
            () => story.Hub.World.MergeQueues.Removals.Count == 1 && story.Hub.World.MergeQueues.Find(pull) is { Head: not null },
            "it was taken out and is in again"
        );
        Assert.Equal("MANUAL", Assert.Single(story.Hub.World.MergeQueues.Removals).Reason);

        story.Ci.GoOn();
        await story.UntilLanded(pull);
        var kinds = (await story.Get($"/pulls/{pull.Number}"))
            .GetProperty("journal")
            .EnumerateArray()
            .Select(line => line.GetProperty("kind").GetString())
            .ToList();
        Assert.Contains("unwedged", kinds);
    }

    [Fact]
    public async Task Who_is_held_comes_out_and_whom_somebody_takes_out_by_hand_is_not_put_in_again()
    {
        await using var story = await Begin();
        var (held, taken) = (story.Folk.Open("docs/held.md"), story.Folk.Open("docs/taken.md", by: "dan"));
        await story.Until(
            () =>
                new[] { held, taken }.All(pull =>
                    story.Hub.Shop.Marks.RunsOn(pull.HeadSha).Any(run => run is { Name: Story.Check, Conclusion: "success" })
                ),
            "their heads are green"
        );
        story.Ci.Hold();
        story.Folk.Queue(held);
        story.Folk.Queue(taken);
        await story.Until(
            () => new[] { held, taken }.All(pull => story.Hub.World.MergeQueues.Find(pull) is not null),
            "both are in GitHub's queue"
        );

        story.Folk.Say(held, "/sluice hold 1d because of the fair");
        await story.Until(() => story.Hub.World.MergeQueues.Find(held) is null && pullIsHeld(), "the held one is out");
        await story.Until(() => story.Screen.Check(taken)?.Status == "in_progress", "the other is known to be there");
        story.Hub.World.Do(() => story.Hub.World.MergeQueues.Dequeue(story.Folk.As("ada"), taken));
        await story.Until(() => story.Screen.Code(taken) == "dequeued" && !taken.Labels.ContainsKey("queue"), "the other one left");
        story.Ci.GoOn();
        Assert.All([held, taken], pull => Assert.Null(story.Hub.World.Do(() => story.Hub.World.MergeQueues.Find(pull))));

        bool pullIsHeld() => story.Screen.Code(held) == "held";
    }

    private async Task<Story> Begin()
    {
        var story = await Story.Begin(server, Policy);
        story.Hub.World.Do(() =>
        {
            var (world, shop) = (story.Hub.World, story.Hub.Shop);
            shop.Rulesets.Clear();
            world
                .Rules.Add(
                    shop,
                    "GitHub queues",
                    world.Accounts["ada"],
                    new Rule.StatusChecks([new RequiredCheck(Story.Check)]),
                    new Rule.MergeQueue()
                )
                .Include.Add("~DEFAULT_BRANCH");
            world.Actions.Add(shop, "heads", "pull_request", [Story.Check]);
            world.Actions.Add(shop, "groups", "merge_group", [Story.Check]);
            return true;
        });
        return await story.WithBot();
    }
}
