using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

/// <summary>CI that says nothing: what waits for it is told which check, and what to do.</summary>
public sealed class TimeoutTests(TestPostgres server)
{
    [Fact]
    public async Task A_check_that_never_starts_is_named_with_what_to_mend_when_its_time_is_over()
    {
        await using var story = await Story.Begin(
            server,
            "version: 1\nqueue: { checks: [test, lint], timeout: 1m, retries: 0 }\nrisk: { alone: low }\n"
        );
        await story.WithBot();
        var pull = story.Folk.Queue(story.Folk.Open("docs/waits.md"));

        await story.Until(() => story.Screen.Ended(pull, "failure") && story.Screen.Record(pull) is not null, "its time is over");

        Assert.Equal("checks_missing", story.Screen.Code(pull));
        Assert.StartsWith(
            "lint never reported on the candidate within",
            (string?)story.Screen.Record(pull)!["reason"],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Let that CI run on pushes to sluice/queue/",
            (string?)story.Screen.Record(pull)!["reason"],
            StringComparison.Ordinal
        );
        Assert.Null(story.Screen.OnMain("docs/waits.md"));
    }
}
