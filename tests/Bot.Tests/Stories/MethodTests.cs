using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class MethodTests(TestPostgres server)
{
    [Theory]
    [InlineData("squash")]
    [InlineData("rebase")]
    public async Task Pulls_land_one_by_one_as_GitHub_merges_them_each_tree_tested_before_and_a_fork_like_any_other(string method)
    {
        await using var story = await Story.Begin(server, $"version: 1\nqueue: {{ method: {method} }}\n");
        await story.WithBot();
        var guest = story.Folk.OpenFromFork("docs/guest.md");
        await story.Until(() => guest.Labels.ContainsKey("risk/low"), "the fork's head is known");
        await story.UntilLaterThan(guest.CreatedAt);
        var two = story.Folk.Open("docs/two.md");
        story.Folk.Push(two, "docs/more.md", "more\n");
        Sluice.Hub.Model.Pull[] pulls = [story.Folk.Queue(two), story.Folk.Queue(story.Folk.Open("docs/one.md", by: "dan")), story.Folk.Queue(guest)];
        await story.UntilLanded(pulls);

        var shop = story.Hub.Shop;
        var landings = story.Screen.Landings();
        Assert.Equal(pulls.Length, landings.Count);
        Assert.All(landings, move => Assert.Contains(story.Screen.Candidates(), candidate =>
            shop.Git.Commit(candidate)!.Tree == shop.Git.Commit(move.After)!.Tree
            && shop.Marks.RunsOn(candidate).Any(run => run is { Name: Story.Check, Conclusion: "success" } && run.CompletedAt <= move.At)));
        Assert.All(shop.History.Between(landings[0].Before, story.Screen.Main()), commit => Assert.Single(commit.Parents));
        Assert.Equal(method == "squash" ? 3 : 4, shop.History.Between(landings[0].Before, story.Screen.Main()).Length);
        Assert.All(pulls, pull => Assert.Equal(pull.MergeCommit, (string?)story.Screen.Record(pull)!["landed_sha"]));
    }
}
