using Sluice.Bot.Api;
using Sluice.Bot.Pages;
using Sluice.Bot.Tests.Store;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;
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

    /// <summary>Of a canary that still bakes there is no receipt: a link to it would lead nowhere.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_what_was_judged_is_said_to_have_a_receipt(bool isJudged)
    {
        var standing = new Standing(PullState.Canary, Code.Landed, "It bakes.", NextAction.Wait, Some.Noon);
        var view = new PullView(
            Some.RepositoryFact(1, 1).Repository,
            new Telling(Some.Pull(8), standing, null, []),
            [Row(1, "baking", """{"canary":"c7"}""")]
        );
        var course = new CourseView(4.6, 3, [new Point(0, 0.1, 0.2), new Point(1, 0.2, 0.3)], []) { IsJudged = isJudged };

        var story = PullStory.Of("acme/shop", view, course, Some.Noon.AddHours(1)).Text;

        Assert.Contains("/deploys/c7\"", story, StringComparison.Ordinal);
        Assert.Equal(isJudged, story.Contains("/deploys/c7/receipt", StringComparison.Ordinal));
    }

    private static JournalRow Row(long seq, string kind, string? data) =>
        new(seq, Environment, Some.Noon.AddMinutes(seq), new JournalLine(kind, "So it was.", [8], data));
}
