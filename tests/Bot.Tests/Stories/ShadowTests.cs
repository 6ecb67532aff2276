using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class ShadowTests(TestPostgres server)
{
    [Fact]
    public async Task A_judge_that_only_watches_says_what_it_would_have_done_and_is_held_against_what_people_did()
    {
        await using var story = await Story.Begin(server, Canaries.Policy(max: "20s") + "  mode: shadow\n");
        await story.WithProduction();
        var bad = story.Folk.Queue(story.Folk.Open("src/bad.txt", "fails in production\n"));
        await story.Until(
            () =>
                story.Hub.Shop.Deployments.Values.LastOrDefault(made => made.Environment == "production") is { State: "success" } last
                && last.Sha == bad.MergeCommit
                && State(story, bad) == "regressed",
            "it goes to production, and is called worse"
        );

        Assert.Contains(
            $"#{bad.Number} would have been blamed with 99%",
            (string?)story.Screen.Record(bad)!["reason"],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(story.Hub.Shop.Deployments.Values, made => (string?)made.Payload?["sluice"]?["stage"] == "rollback");
        Assert.DoesNotContain(story.Hub.Shop.Pulls.Values, pull => pull.Author == story.Hub.App.Bot);
        var before = await story.Get("/shadow");
        Assert.Equal((1, 0), (before.GetProperty("open").GetInt32(), before.GetProperty("caught").GetInt32()));

        var byHand = story.Folk.Queue(story.Folk.Open("dan", KeyValuePair.Create("src/bad.txt", (string?)null)));
        await story.Until(() => byHand.IsMerged && State(story, bad) == "reverted", "people take it back");

        var review = await story.Get("/shadow");
        var one = review.GetProperty("cases").EnumerateArray().Single(each => each.GetProperty("came").GetString() == "caught");
        Assert.Equal(
            ("roll_back", bad.Number),
            (
                one.GetProperty("would").GetProperty("does").GetString(),
                one.GetProperty("would").GetProperty("blames").GetProperty("pull").GetInt32()
            )
        );
        Assert.True(one.GetProperty("blamed_rightly").GetBoolean());
        Assert.True(one.GetProperty("earlier_seconds").GetDouble() > 0);
        using var http = new HttpClient();
        var page = await http.GetStringAsync(
            new Uri(story.Bot, $"{story.Hub.Shop.FullName}/deploys"),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("Shadow review", page, StringComparison.Ordinal);
        Assert.Contains("people took back 1 of them afterwards", page, StringComparison.Ordinal);
        Assert.Empty(Invariants.Broken(story));
    }

    private static string? State(Story story, Pull pull) => (string?)story.Screen.Record(pull)?["state"];
}
