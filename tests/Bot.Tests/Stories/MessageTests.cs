using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What lands says what the repository's settings want said, whoever makes the commit.</summary>
public sealed class MessageTests(TestPostgres server)
{
    [Theory]
    [InlineData("squash", "Write docs/a.md (#1)\n\nFor octocat.\n\nCloses #9")]
    [InlineData("merge", "Merge pull request #1 from acme/cleo/1\n\nFor octocat.\n\nCloses #9")]
    public async Task A_commit_is_worded_as_the_repository_wants(string method, string says)
    {
        await using var story = await Story.Begin(server, $"version: 1\nqueue: {{ method: {method} }}\n");
        story.Hub.World.Do(() =>
            story.Hub.Shop.Merging = story.Hub.Shop.Merging with { SquashMessage = "PR_BODY", MergeMessage = "PR_BODY" }
        );
        await story.WithBot();
        var pull = story.Folk.OpenBranch("cleo/1", "docs/a.md", body: "For @octocat.\n\nCloses #9");
        var guest = story.Folk.OpenFromFork("docs/guest.md");
        story.Folk.Queue(pull);
        await story.UntilLanded(pull);
        story.Folk.Queue(guest);
        await story.UntilLanded(guest);

        Assert.Equal(says, Message(story, pull).TrimEnd());
        Assert.StartsWith(
            method == "squash" ? "Write docs/guest.md (#2)" : "Merge pull request #2 from eve/change-2",
            Message(story, guest),
            StringComparison.Ordinal
        );
    }

    private static string Message(Story story, Pull pull) =>
        story.Hub.World.Do(() => story.Hub.Shop.Git.Commit(pull.MergeCommit!)!.Message);
}
