using Sluice.Bot.Pages;
using Sluice.Bot.Tests.Store;
using Sluice.Flow;
using Sluice.Flow.Release.Budgets;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Pages;

public sealed class PullStoryTests
{
    private const string Environment = "environment/1/production";

    [Fact]
    public void What_a_regression_was_charged_hides_the_canary_of_none() =>
        Assert.Equal(
            "c7",
            PullStory.Canary([
                Row(1, "rolled_back", """{"canary":"c7"}"""),
                Row(2, Spending.Kind, """{"pull":8,"author":"ada","events":120,"share":0.1}"""),
            ])
        );

    [Fact]
    public void The_last_canary_counts() =>
        Assert.Equal("c8", PullStory.Canary([Row(1, "baking", """{"canary":"c7"}"""), Row(2, "baking", """{"canary":"c8"}""")]));

    [Fact]
    public void Without_a_canary_there_is_none() => Assert.Null(PullStory.Canary([Row(1, "frozen", null)]));

    private static JournalRow Row(long seq, string kind, string? data) =>
        new(seq, Environment, Some.Noon.AddMinutes(seq), new JournalLine(kind, "So it was.", [8], data));
}
