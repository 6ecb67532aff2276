using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class MethodTests(TestPostgres server)
{
    [Theory]
    [InlineData("squash")]
    [InlineData("rebase")]
    public async Task A_batch_lands_by_one_move_of_the_base_each_pull_shown_as_merged_and_a_fork_by_GitHub_itself(string method)
    {
        await using var story = await Story.Begin(server, $"version: 1\nqueue: {{ method: {method}, slots: 1 }}\n");
        await story.WithBot();
        var guest = story.Folk.OpenFromFork("docs/guest.md");
        await story.Until(() => guest.Labels.ContainsKey("risk/low"), "the fork's head is known");
        await story.UntilLaterThan(guest.CreatedAt);
        story.Ci.Hold();
        var first = story.Folk.Queue(story.Folk.Open("docs/first.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "the only slot is taken");
        var two = story.Folk.Open("docs/two.md");
        story.Folk.Push(two, "docs/more.md", "more\n");
        Pull[] others =
        [
            story.Folk.Queue(two),
            story.Folk.Queue(story.Folk.Open("docs/one.md", by: "dan")),
            story.Folk.Queue(story.Folk.Open("docs/three.md", by: "dan")),
        ];
        await story.Until(() => others.All(pull => story.Screen.Check(pull)?.Status == "queued"), "the others wait in line");
        var heads = others.ToDictionary(pull => pull.Number, pull => pull.HeadSha);
        story.Ci.GoOn();
        await story.UntilLanded([first, .. others]);
        Assert.InRange(story.Screen.Landings().Count, 1, others.Length);
        story.Folk.Queue(guest);
        Pull[] pulls = [first, .. others, guest];
        await story.UntilLanded(pulls);

        var shop = story.Hub.Shop;
        var landings = story.Screen.Landings();
        Assert.All(
            landings,
            move =>
                Assert.Contains(
                    story.Screen.Candidates(),
                    candidate =>
                        shop.Git.Commit(candidate)!.Tree == shop.Git.Commit(move.After)!.Tree
                        && shop.Marks.RunsOn(candidate)
                            .Any(run => run is { Name: Story.Check, Conclusion: "success" } && run.CompletedAt <= move.At)
                )
        );
        Assert.All(shop.History.Between(landings[0].Before, story.Screen.Main()), commit => Assert.Single(commit.Parents));
        Assert.Equal(method == "squash" ? 5 : 6, shop.History.Between(landings[0].Before, story.Screen.Main()).Length);
        Assert.All(pulls, pull => Assert.Equal(pull.MergeCommit, (string?)story.Screen.Record(pull)!["landed_sha"]));
        Assert.All(pulls.Except([guest]), pull => Assert.Equal(pull.MergeCommit, pull.HeadSha));
        Assert.All(others, pull => Assert.Equal("success", story.Screen.Check(pull, heads[pull.Number])?.Conclusion));
        Assert.All(pulls, pull => Assert.Single(story.Screen.Comments(pull)));
        Assert.NotEqual(guest.MergeCommit, guest.HeadSha);
    }

    [Fact]
    public async Task Two_forks_that_wait_together_are_squashed_one_after_the_other_each_as_it_was_tested()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { method: squash, slots: 2 }\n");
        await story.WithBot();
        var guests = await story.QueueTwoForks();
        await story.Until(() => story.Ci.Held.Count == 2, "each is tested in a candidate of its own, the second on the first");
        story.Ci.GoOn();
        await story.UntilLanded(guests);

        var shop = story.Hub.Shop;
        Assert.Equal(2, shop.Landings.Count(move => move.Branch == "main" && move.Via == "merge"));
        Assert.All(
            guests,
            guest =>
                Assert.Contains(
                    story.Screen.Candidates(),
                    candidate => shop.Git.Commit(candidate)!.Tree == shop.Git.Commit(guest.MergeCommit!)!.Tree
                )
        );
    }

    [Fact]
    public async Task A_head_branch_that_nobody_may_rewrite_is_squashed_by_GitHub_itself()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { method: squash }\n");
        var pull = story.Folk.Open("docs/kept.md");
        story.Hub.World.Do(() =>
        {
            var rules = story.Hub.World.Rules.Add(
                story.Hub.Shop,
                "branches are kept",
                story.Hub.World.Accounts["ada"],
                new Rule.NonFastForward()
            );
            rules.Include.Add($"refs/heads/{pull.HeadBranch}");
            return true;
        });
        await story.WithBot();
        var head = pull.HeadSha;
        story.Folk.Queue(pull);
        await story.UntilLanded(pull);

        Assert.Equal(head, pull.HeadSha);
        Assert.Equal("new\n", story.Screen.OnMain("docs/kept.md"));
        Assert.Single(story.Hub.Shop.Git.Commit(pull.MergeCommit!)!.Parents);
    }
}
