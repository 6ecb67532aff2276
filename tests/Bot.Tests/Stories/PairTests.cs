using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class PairTests(TestPostgres server)
{
    [Fact]
    public async Task Of_two_that_fail_only_together_the_second_is_told_its_partner_the_confidence_and_the_checks()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { slots: 2 }\n");
        await story.WithBot();
        var left = story.Folk.Open("docs/left.md", "fails beside docs/right.md\n");
        var right = story.Folk.Open("docs/right.md", by: "dan");
        var pause = story.Folk.Say(left, "/sluice pause so that each is seen to pass alone", by: "ben");
        await story.Until(() => story.Screen.HasReaction(pause, "+1"), "the lane is paused");
        story.Folk.Queue(left);
        story.Folk.Queue(right);
        await story.Until(
            () => HasPassed(story, "docs/left.md", without: "docs/right.md") && HasPassed(story, "docs/right.md", without: "docs/left.md"),
            "each has passed alone"
        );

        story.Folk.Say(left, "/sluice resume", by: "ben");

        await story.Until(() => left.IsMerged || right.IsMerged, "one of them lands");
        var (landed, other) = left.IsMerged ? (left, right) : (right, left);
        await story.Until(() => story.Screen.Ended(other, "failure") && story.Screen.Code(other) == "checks_failed", "the other is out");
        Assert.Contains(
            $"passes alone, fails together with #{landed.Number}, which ",
            story.Screen.Record(other)!["reason"]!.ToString(),
            StringComparison.Ordinal
        );
        var culprit = story.Screen.Record(other)!["culprit"]!;
        Assert.Equal(landed.Number, (int?)Assert.Single(culprit["with"]!.AsArray()));
        Assert.InRange((double)culprit["confidence"]!, 0.98, 1);
        Assert.NotEmpty(story.Screen.Record(other)!["checks"]!.AsArray());
        Assert.All(story.Screen.Record(other)!["checks"]!.AsArray(), check => Assert.Equal(Story.Check, (string?)check!["name"]));
        Assert.Empty(Invariants.Broken(story));
    }

    private static bool HasPassed(Story story, string path, string without) =>
        story.Hub.Shop.WorkflowRuns.Values.Any(run =>
            run.IsCompleted
            && run.Jobs.All(job => job.Conclusion == "success")
            && story.Screen.In(run.HeadSha, path) is not null
            && story.Screen.In(run.HeadSha, without) is null
        );
}
