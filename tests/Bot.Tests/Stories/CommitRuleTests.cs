using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>A main branch that takes no commit whose message a ruleset forbids, also from the bot.</summary>
public sealed class CommitRuleTests(TestPostgres server)
{
    [Theory]
    [InlineData("merge")]
    [InlineData("squash")]
    public async Task Whose_commit_GitHub_refuses_is_put_out_with_its_words_and_the_others_land(string method)
    {
        await using var story = await Story.Begin(server, $"version: 1\nqueue: {{ method: {method}, slots: 1 }}\n");
        Forbid(story, "wip");
        await story.WithBot();
        story.Ci.Hold();
        var first = story.Folk.Queue(story.Folk.Open("docs/first.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "the only slot is taken");
        Pull[] batch = [story.Folk.Open("docs/one.md"), story.Folk.Open("docs/wip.md", by: "dan"), story.Folk.Open("docs/two.md")];
        Assert.All(batch, pull => story.Folk.Queue(pull));
        await story.Until(() => batch.All(pull => story.Screen.Check(pull)?.Status == "queued"), "the others wait in line");

        story.Ci.GoOn();
        await story.UntilLanded([first, batch[0], batch[2]]);
        await story.Until(() => story.Screen.Record(batch[1]) is not null, "it is put out and told so");

        Assert.True(story.Screen.Ended(batch[1], "failure"));
        var reason = (string?)story.Screen.Record(batch[1])!["reason"];
        Assert.Contains("Commit message must not contain \"wip\"", reason, StringComparison.Ordinal);
        Assert.Contains("queue it again", reason, StringComparison.Ordinal);
        Assert.Null(story.Screen.OnMain("docs/wip.md"));
    }

    [Fact]
    public async Task A_pull_from_a_fork_that_GitHub_would_merge_under_such_a_message_is_put_out()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { method: squash }\n");
        Forbid(story, "wip");
        await story.WithBot();
        var (fork, good) = (story.Folk.OpenFromFork("docs/wip.md"), story.Folk.Open("docs/good.md"));
        await story.Until(() => fork.Labels.ContainsKey("risk/low"), "the fork's head is known");
        await story.UntilLaterThan(fork.CreatedAt);
        story.Folk.Queue(fork);
        await story.Until(() => story.Screen.Record(fork) is not null, "it is put out and told so");

        story.Folk.Queue(good);
        await story.UntilLanded(good);
        Assert.Contains("must not contain", (string?)story.Screen.Record(fork)!["reason"], StringComparison.Ordinal);
    }

    private static void Forbid(Story story, string word) =>
        story.Hub.World.Do(() =>
            story.Hub.World.Rules.Add(
                story.Hub.Shop,
                "messages",
                story.Hub.Shop.Owner,
                new Rule.CommitMessage("contains", word, Negate: true)
            )
        );
}
