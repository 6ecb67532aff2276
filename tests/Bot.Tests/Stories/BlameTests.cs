using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class BlameTests(TestPostgres server)
{
    [Fact]
    public async Task The_one_that_breaks_a_batch_is_put_out_with_its_check_named_and_nobody_else_hears_of_it()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { slots: 1 }\n");
        await story.WithBot();
        story.Ci.Hold();
        var first = story.Folk.Queue(story.Folk.Open("docs/first.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "the only slot is taken");
        var culprit = story.Folk.Queue(story.Folk.Open("docs/bad.md", "fails\n", by: "dan"));
        Pull[] innocent = [.. Enumerable.Range(0, 4).Select(index => story.Folk.Queue(story.Folk.Open($"docs/good-{index}.md")))];
        await story.Until(
            () => innocent.Append(culprit).All(pull => story.Screen.Check(pull)?.Status == "queued"),
            "the others wait in line"
        );
        story.Ci.GoOn();

        await story.UntilLanded([first, .. innocent]);
        await story.Until(
            () => story.Screen.Ended(culprit, "failure") && !culprit.Labels.ContainsKey("queue") && story.Screen.Code(culprit) is not null,
            "the culprit is out"
        );
        Assert.Contains(
            story.Screen.Candidates(),
            commit => story.Screen.In(commit, "docs/bad.md") is not null && story.Screen.In(commit, "docs/good-0.md") is not null
        );
        var record = story.Screen.Record(culprit)!;
        Assert.Equal("checks_failed", (string?)record["code"]);
        Assert.Equal("fix_and_push", (string?)record["next_action"]);
        Assert.Contains(
            record["checks"]!.AsArray(),
            check => (string?)check!["name"] == Story.Check && (string?)check["conclusion"] == "failure"
        );
        Assert.Contains("`test` failed", Assert.Single(story.Screen.Comments(culprit)).Body, StringComparison.Ordinal);
        Assert.All(
            innocent,
            pull => Assert.DoesNotContain("fail", Assert.Single(story.Screen.Comments(pull)).Body, StringComparison.OrdinalIgnoreCase)
        );
        Assert.All(
            innocent,
            pull => Assert.DoesNotContain($"#{culprit.Number}", story.Screen.Comments(pull)[0].Body, StringComparison.Ordinal)
        );
        Assert.Null(story.Screen.OnMain("docs/bad.md"));
        Assert.Empty(Invariants.Broken(story));
    }
}
