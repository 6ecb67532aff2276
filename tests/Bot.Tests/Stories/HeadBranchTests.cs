using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class HeadBranchTests(TestPostgres server)
{
    [Theory]
    [InlineData("merge")]
    [InlineData("squash")]
    public async Task A_head_branch_goes_when_its_pull_has_landed_where_the_repository_says_so(string method)
    {
        await using var story = await Story.Begin(server, $"version: 1\nqueue: {{ method: {method} }}\n");
        story.Hub.World.Do(() => story.Hub.Shop.Merging = story.Hub.Shop.Merging with { DeleteBranch = true });
        await story.WithBot();
        var plain = story.Folk.Open("docs/plain.md");
        var below = story.Folk.Open("docs/below.md", by: "dan");
        var onto = story.Folk.OpenBranch("cleo/child", "docs/child.md", onto: below.HeadBranch, from: below.HeadBranch);
        var guarded = story.Folk.Open("docs/guarded.md", by: "dan");
        story.Hub.World.Do(() =>
        {
            var rules = story.Hub.World.Rules.Add(story.Hub.Shop, "stays", story.Hub.World.Accounts["ada"], new Rule.Deletion());
            rules.Include.Clear();
            rules.Include.Add($"refs/heads/{guarded.HeadBranch}");
            rules.Bypass.Add(new BypassActor("Integration", story.Hub.App.Id));
            return true;
        });
        Pull[] pulls = [story.Folk.Queue(plain), story.Folk.Queue(below), story.Folk.Queue(guarded)];
        await story.UntilLanded(pulls);
        await story.Until(() => story.Hub.Shop.Branch(plain.HeadBranch) is null, "the branch of what landed is gone");

        // What stood on a branch is aimed at main once that has landed: by GitHub with a squash, by the bot otherwise. Then nobody needs
        // the branch.
        await story.Until(
            () => onto.BaseBranch == "main" && story.Hub.Shop.Branch(below.HeadBranch) is null,
            "what stood on it is aimed at main, and its branch is gone"
        );
        Assert.True(onto.IsOpen);
        Assert.NotNull(story.Hub.Shop.Branch(guarded.HeadBranch));
        Assert.Empty(story.Hub.Faults);
    }

    [Fact]
    public async Task A_branch_that_lives_on_lands_by_GitHubs_button_and_is_left_as_it_was()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { method: squash }\n");
        await story.WithBot();
        var develop = story.Folk.OpenBranch("develop", "docs/months.md");
        var other = story.Folk.Open("docs/other.md", by: "dan");
        var head = develop.HeadSha;
        await story.UntilLanded(story.Folk.Queue(develop), story.Folk.Queue(other));

        Assert.Equal(head, story.Hub.Shop.Branch("develop"));
        Assert.Equal(head, develop.HeadSha);
        Assert.NotEqual(head, develop.MergeCommit);
        Assert.Single(story.Hub.Shop.Git.Commit(develop.MergeCommit!)!.Parents);
        Assert.NotNull(story.Hub.Shop.Branch(other.HeadBranch));
        Assert.DoesNotContain(story.Screen.Landings("develop"), move => move.Forced);
    }
}
