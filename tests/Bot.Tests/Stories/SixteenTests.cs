using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class SixteenTests(TestPostgres server, ITestOutputHelper output)
{
    [Fact]
    public async Task A_batch_of_sixteen_with_two_culprits_and_a_pair_ends_right()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { slots: 2 }\nflow: { authors: { queued: 50 } }\n");
        await story.WithBot();
        story.Ci.Hold();
        var first = story.Folk.Queue(story.Folk.Open("docs/first.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "a candidate holds what comes");
        Pull[] bad = [story.Folk.Open("docs/bad-1.md", "fails\n"), story.Folk.Open("docs/bad-2.md", "fails\n", by: "dan")];
        Pull[] pair = [story.Folk.Open("docs/left.md", "fails beside docs/right.md\n"), story.Folk.Open("docs/right.md", by: "dan")];
        Pull[] good = [.. Enumerable.Range(0, 12).Select(index => story.Folk.Open($"docs/good-{index}.md"))];
        Pull[] sixteen = [.. good[..4], bad[0], pair[0], .. good[4..8], pair[1], .. good[8..], bad[1]];
        Assert.All(sixteen, pull => story.Folk.Queue(pull));
        await story.Until(() => sixteen.All(pull => story.Screen.Check(pull) is not null), "they are all in line");
        story.Ci.GoOn();

        await story.UntilLanded([first, .. good]);
        await story.Until(
            () => bad.All(pull => story.Screen.Ended(pull, "failure") && story.Screen.Code(pull) == "checks_failed"),
            "the culprits are out"
        );
        await story.Until(
            () =>
                pair.Count(pull => pull.IsMerged) == 1
                && pair.Count(pull => story.Screen.Ended(pull, "failure") && story.Screen.Code(pull) == "checks_failed") == 1,
            "one of the pair has landed and the other is out"
        );

        var (landed, other) = pair[0].IsMerged ? (pair[0], pair[1]) : (pair[1], pair[0]);
        output.WriteLine($"{story.Screen.Candidates().Count} builds, {story.Screen.Landings().Count} landings");
        output.WriteLine(story.Screen.Comments(other)[0].Body);
        Assert.Null(story.Screen.OnMain(other == pair[0] ? "docs/left.md" : "docs/right.md"));
        Assert.True(landed.IsMerged);
        Assert.InRange(story.Screen.Candidates().Count, 5, 22);
        Assert.Empty(Invariants.Broken(story));
    }
}
