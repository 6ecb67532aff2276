using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class PointingTests(TestPostgres server)
{
    [Fact]
    public async Task Who_alone_touches_the_file_at_which_a_check_failed_is_put_out_and_told_at_which()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { slots: 1 }\n");
        await story.WithBot();
        story.Ci.Annotates = true;
        story.Ci.Hold();
        var first = story.Folk.Queue(story.Folk.Open("docs/first.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "the only slot is taken");
        Pull[] good = [.. Enumerable.Range(0, 7).Select(index => story.Folk.Queue(story.Folk.Open($"docs/good-{index}.md")))];
        var culprit = story.Folk.Queue(story.Folk.Open("src/culprit.txt", "fails\n", by: "dan"));
        await story.Until(() => good.Append(culprit).All(pull => story.Screen.Check(pull)?.Status == "queued"), "they wait in line");
        story.Ci.GoOn();

        await story.UntilLanded([first, .. good]);
        await story.Until(
            () => story.Screen.Ended(culprit, "failure") && story.Screen.Code(culprit) == "checks_failed",
            "the culprit is out"
        );
        Assert.Contains("at src/culprit.txt, which it changes", story.Screen.Comments(culprit)[0].Body, StringComparison.Ordinal);
        Assert.Empty(Invariants.Broken(story));
    }
}
