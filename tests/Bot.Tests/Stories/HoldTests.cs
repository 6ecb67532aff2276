using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class HoldTests(TestPostgres server)
{
    [Fact]
    public async Task A_hold_says_whose_it_is_why_and_until_when_and_ends_by_itself()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        story.Ci.Hold();
        var pull = story.Folk.Open("docs/held.md");
        story.Folk.Say(pull, "/sluice hold 1m because the audit runs", by: "dan");
        await story.Until(() => story.Screen.Code(pull) == "held", "it is held");
        story.Folk.Queue(pull);
        var hold = story.Screen.Record(pull)!["hold"]!;
        Assert.Equal(("dan", "the audit runs"), ((string)hold["by"]!, (string)hold["reason"]!));
        Assert.Equal(TimeSpan.FromMinutes(1), (DateTimeOffset)hold["until"]! - (DateTimeOffset)hold["since"]!);
        Assert.Contains("sluice/held", pull.Labels.Keys);

        await story.Until(() => story.Ci.Held.Count == 1, "it is tested without anybody's doing");
        await story.Until(
            () =>
                story
                    .Screen.Comments(pull)
                    .Any(comment =>
                        comment.Body.Contains("`dan` held it (`the audit runs`), and that ended by itself", StringComparison.Ordinal)
                    ),
            "that is told"
        );
        Assert.DoesNotContain("sluice/held", pull.Labels.Keys);
        story.Ci.GoOn();
        await story.UntilLanded(pull);
    }
}
