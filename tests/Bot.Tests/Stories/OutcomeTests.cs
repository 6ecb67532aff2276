using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What becomes of a change is learnt from what comes after it.</summary>
public sealed class OutcomeTests(TestPostgres server)
{
    [Fact]
    public async Task A_change_that_is_repaired_counts_as_bad_and_the_page_tells_what_its_label_was_worth()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        var broken = story.Folk.Queue(story.Folk.Open("docs/pears.md"));
        await story.UntilLanded(broken);
        Assert.Contains("No change has an outcome yet", await Page(story), StringComparison.Ordinal);
        var repair = story.Folk.Open("docs/plums.md", by: "dan");
        story.Hub.World.Do(() => story.Hub.World.Pulls.Edit(story.Folk.As("dan"), repair, new PullEdit(Body: $"Hotfix for #{broken.Number}: pears were plums.")));
        await story.UntilLanded(story.Folk.Queue(repair));

        var page = await Page(story);
        Assert.Contains("Of 1 changes whose end is known 1 were bad", page, StringComparison.Ordinal);
        Assert.Contains("Brier score", page, StringComparison.Ordinal);
        Assert.Contains("calibration error, ECE", page, StringComparison.Ordinal);
        Assert.Contains("<caption>Said and happened</caption>", page, StringComparison.Ordinal);
        Assert.Contains("no track record yet", page, StringComparison.Ordinal);
    }

    private static async Task<string> Page(Story story)
    {
        using var http = new HttpClient { BaseAddress = story.Bot };
        return await http.GetStringAsync(new Uri("acme/shop/risk", UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
