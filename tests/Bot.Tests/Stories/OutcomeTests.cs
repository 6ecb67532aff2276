using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What becomes of a change is learnt from what comes after it.</summary>
public sealed class OutcomeTests(TestPostgres server)
{
    [Fact]
    public async Task A_change_that_is_repaired_is_told_as_bad_and_counts_when_others_of_its_age_count_as_good()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        var broken = story.Folk.Queue(story.Folk.Open("docs/pears.md"));
        await story.UntilLanded(broken);
        Assert.Contains("No change has an outcome yet", await Page(story), StringComparison.Ordinal);
        var repair = story.Folk.Open("docs/plums.md", by: "dan");
        story.Hub.World.Do(() =>
            story.Hub.World.Pulls.Edit(story.Folk.As("dan"), repair, new PullEdit(Body: $"Hotfix for #{broken.Number}: pears were plums."))
        );
        await story.UntilLanded(story.Folk.Queue(repair));

        Assert.Contains(
            "No change has an outcome yet",
            await Page(story, "1 change of the last 14 days was taken back, regressed or repaired already."),
            StringComparison.Ordinal
        );
    }

    /// <summary>The page as soon as it says so: the turn that learns of it comes after the landing.</summary>
    private static async Task<string> Page(Story story, string says)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var page = await Page(story);
        while (!page.Contains(says, StringComparison.Ordinal))
        {
            await beat.WaitForNextTickAsync(patience.Token);
            page = await Page(story);
        }

        return page;
    }

    private static async Task<string> Page(Story story)
    {
        using var http = new HttpClient { BaseAddress = story.Bot };
        return await http.GetStringAsync(new Uri("acme/shop/risk", UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
