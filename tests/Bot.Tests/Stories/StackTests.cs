using Sluice.Bot.Tests.Store;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class StackTests(TestPostgres server)
{
    [Fact]
    public async Task What_depends_on_others_waits_for_them_says_so_and_lands_with_them_in_order()
    {
        await using var story = await (await Story.Begin(server, "version: 1\nqueue: { slots: 1 }\n")).WithBot();
        story.Ci.Hold();
        var first = story.Folk.Queue(story.Folk.Open("docs/first.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "the only slot is taken");
        var lower = story.Folk.Open("docs/lower.md");
        var upper = story.Folk.OpenBranch("cleo/upper", "docs/upper.md", body: $"It needs more.\n\nDepends on #{lower.Number}\n");
        story.Folk.Queue(upper);
        await story.Until(() => story.Screen.Check(upper)?.Title == "Waiting: it depends on another", "the upper one waits");
        Assert.Equal($"It depends on #{lower.Number}, which is not in the queue.", Reason(story, upper));
        var asked = story.Folk.Say(upper, "/sluice explain");
        await story.Until(
            () =>
                story
                    .Screen.Comments(upper)
                    .Any(said =>
                        said.Body.Contains($"It depends on #{lower.Number}, which is not in the queue.", StringComparison.Ordinal)
                        && said.Body.Contains("*What changes it:*", StringComparison.Ordinal)
                    ),
            "it is explained"
        );

        story.Folk.Queue(lower);
        await story.Until(
            () => Reason(story, upper).Contains($"It lands behind #{lower.Number}, which it depends on.", StringComparison.Ordinal),
            "it stands in line behind the lower one"
        );
        story.Ci.GoOn();
        await story.UntilLanded(first, lower, upper);

        Assert.Equal(2, story.Screen.Landings().Count);
        Assert.True(story.Hub.Shop.History.IsAncestor(lower.MergeCommit!, upper.MergeCommit!));
        Assert.NotEqual(lower.MergeCommit, upper.MergeCommit);
        Assert.True(story.Screen.HasReaction(asked, "+1") || story.Screen.HasReaction(asked, "eyes"));
        Assert.Empty(story.Hub.Faults);
    }

    [Fact]
    public async Task Pulls_aimed_at_one_anothers_branches_land_on_main_in_one_move_and_are_shown_as_merged_there()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { slots: 1 }\n");
        story.Hub.World.Do(() => story.Hub.Shop.Merging = story.Hub.Shop.Merging with { DeleteBranch = true });
        await story.WithBot();
        story.Ci.Hold();
        var first = story.Folk.Queue(story.Folk.Open("docs/first.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "the only slot is taken");
        var bottom = story.Folk.OpenBranch("cleo/bottom", "docs/bottom.md");
        var middle = story.Folk.OpenBranch("cleo/middle", "docs/middle.md", onto: "cleo/bottom", from: "cleo/bottom");
        var top = story.Folk.OpenBranch("dan/top", "docs/top.md", by: "dan", onto: "cleo/middle", from: "cleo/middle");
        story.Folk.Queue(top);
        story.Folk.Queue(middle);
        await story.Until(
            () =>
                Reason(story, middle).Contains($"#{bottom.Number}, which is not in the queue", StringComparison.Ordinal)
                && Reason(story, top).Contains($"#{middle.Number}, which is not in the queue", StringComparison.Ordinal),
            "both wait"
        );
        Assert.Single(story.Screen.Candidates());
        Assert.Equal("cleo/bottom", middle.BaseBranch);

        story.Folk.Queue(bottom);
        await story.Until(
            () => Reason(story, top).Contains($"It lands behind #{middle.Number}", StringComparison.Ordinal),
            "all three are in line"
        );
        story.Ci.GoOn();
        Pull[] pulls = [bottom, middle, top];
        await story.UntilLanded([first, .. pulls]);

        Assert.All(pulls, pull => Assert.Equal("main", pull.BaseBranch));
        Assert.All(pulls, pull => Assert.True(story.Hub.Shop.History.IsAncestor(pull.HeadSha, story.Screen.Main())));
        Assert.All(pulls, pull => Assert.Equal("main", (string?)story.Screen.Record(pull)!["base"]));
        Assert.Equal(2, story.Screen.Landings().Count);
        Assert.DoesNotContain(
            story.Screen.Landings("cleo/bottom").Concat(story.Screen.Landings("cleo/middle")),
            move => move.After != Zero.Sha
        );
        await story.Until(() => pulls.All(pull => story.Hub.Shop.Branch(pull.HeadBranch) is null), "all branches are gone");
    }

    [Theory]
    [InlineData("squash")]
    [InlineData("rebase")]
    public async Task A_squash_of_what_it_stands_on_leaves_only_its_own_work(string method)
    {
        await using var story = await Story.Begin(server, $"version: 1\nqueue: {{ method: {method} }}\n");
        await story.WithBot();
        var lower = story.Folk.OpenBranch("cleo/lower", "docs/line.md");
        story.Folk.Push(lower, "docs/line.md", "first\n");
        story.Folk.Push(lower, "docs/line.md", "second\n");
        var upper = story.Folk.OpenBranch("dan/upper", "docs/other.md", by: "dan", onto: "cleo/lower", from: "cleo/lower");
        story.Folk.Push(upper, "docs/line.md", "third\n");
        story.Folk.Queue(upper);
        story.Folk.Queue(lower);
        await story.UntilLanded(lower, upper);

        var shop = story.Hub.Shop;
        Assert.Equal("third\n", story.Screen.OnMain("docs/line.md"));
        Assert.Equal("main", upper.BaseBranch);
        Assert.Equal(method == "squash" ? 1 : 2, shop.History.Between(lower.MergeCommit!, upper.MergeCommit!).Length);
        Assert.All(shop.History.Between(lower.MergeCommit!, upper.MergeCommit!), commit => Assert.Single(commit.Parents));
        Assert.DoesNotContain("Co-authored-by", shop.Git.Commit(upper.MergeCommit!)!.Message, StringComparison.Ordinal);
        Assert.Empty(story.Hub.Faults);
    }

    [Fact]
    public async Task What_can_never_come_about_is_told_on_the_pull_and_harms_nobody()
    {
        await using var story = await (await Story.Begin(server)).WithBot();
        var closed = story.Folk.Open("docs/closed.md");
        var one = story.Folk.OpenBranch("cleo/one", "docs/one.md", body: $"Depends-On: #{closed.Number}");
        var two = story.Folk.OpenBranch("cleo/two", "docs/two.md", body: "Depends-On: #4711\nDepends-On: acme/other#3");
        var three = story.Folk.OpenBranch("cleo/three", "docs/three.md", by: "dan", body: $"Depends-On: #{two.Number + 2}");
        var four = story.Folk.OpenBranch("cleo/four", "docs/four.md", by: "dan", body: $"Depends-On: #{three.Number}");
        var free = story.Folk.Open("docs/free.md", by: "dan");
        story.Hub.World.Do(() => story.Hub.World.Pulls.Edit(story.Folk.As("cleo"), closed, new PullEdit(IsOpen: false)));
        Pull[] stuck = [one, two, three, four];
        Array.ForEach([.. stuck, free], pull => story.Folk.Queue(pull));
        await story.UntilLanded(free);
        await story.Until(
            () => stuck.All(pull => story.Screen.Check(pull)?.Title == "Waiting: it depends on another"),
            "the others are told"
        );

        Assert.Equal($"It depends on #{closed.Number}, which was closed without landing.", Reason(story, one));
        Assert.Contains(
            "It depends on #4711, and there is no pull request of that number in this repository.",
            Reason(story, two),
            StringComparison.Ordinal
        );
        Assert.Contains("`acme/other#3`, which is no pull request of this repository", Reason(story, two), StringComparison.Ordinal);
        Assert.Equal($"It depends on #{four.Number}, which waits for it in turn: neither can land first.", Reason(story, three));
        Assert.Equal($"It depends on #{three.Number}, which waits for it in turn: neither can land first.", Reason(story, four));

        // Who wrote it mends it.
        story.Hub.World.Do(() => story.Hub.World.Pulls.Edit(story.Folk.As("dan"), three, new PullEdit(Body: "")));
        await story.UntilLanded(three, four);
        Assert.True(story.Hub.Shop.History.IsAncestor(three.MergeCommit!, four.MergeCommit!));
    }

    [Fact]
    public async Task One_that_fails_leaves_what_stands_on_it_waiting_with_a_clear_word()
    {
        await using var story = await (await Story.Begin(server)).WithBot();
        var lower = story.Folk.Open("docs/lower.md", "fails\n");
        var upper = story.Folk.OpenBranch("dan/upper", "docs/upper.md", by: "dan", body: $"Depends-On: #{lower.Number}");
        story.Folk.Queue(lower);
        story.Folk.Queue(upper);
        await story.Until(() => story.Screen.Code(lower) == "checks_failed", "the lower one is out");
        await story.Until(
            () => Reason(story, upper) == $"It depends on #{lower.Number}, which was put out of the queue.",
            "the upper one is told"
        );
        Assert.True(upper.IsOpen);
        Assert.Contains("queue", upper.Labels.Keys);
        Assert.Null(story.Screen.OnMain("docs/upper.md"));

        story.Folk.Push(lower, "docs/lower.md", "mended\n");
        await story.UntilLaterThan(lower.UpdatedAt);
        story.Folk.Queue(lower);
        await story.UntilLanded(lower, upper);
    }

    /// <summary>The first line of what the check run says.</summary>
    private static string Reason(Story story, Pull pull) => (story.Screen.Check(pull)?.Summary ?? "").Split('\n')[0];
}
