using System.Text;
using Sluice.Bot.Tests.Store;
using Sluice.Flow.Release.Files;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>The counts are as good on both tracks throughout: what decides is the check.</summary>
public sealed class GateTests(TestPostgres server)
{
    private const string Smoke = "smoke / production";

    private static readonly string Policy = Canaries
        .Policy()
        .Replace(
            "  revert_reviews: skip",
            $"    - {{ name: smoke, check: \"{Smoke}\", critical: true }}\n  revert_reviews: skip",
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_green_check_on_the_canary_lets_it_through_and_a_red_one_has_it_taken_back()
    {
        await using var story = await Story.Begin(server, Policy);
        await story.WithProduction();
        var good = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await story.Until(() => IsOnCanary(story, good), "the good one is on the canary");
        Report(story, good, "success");
        await story.Until(() => State(story, good) == "healthy", "the check lets it through");

        var bad = story.Folk.Queue(story.Folk.Open("src/bad.txt"));
        await story.Until(() => IsOnCanary(story, bad), "the other one is on the canary");
        Report(story, bad, "failure");
        await story.Until(() => State(story, bad) == "reverted", "the check has it taken back");
        await story.Until(
            () => story.Hub.Shop.Pulls.Values.Single(pull => pull.Author == story.Hub.App.Bot).IsMerged,
            "its revert is shown as merged"
        );

        Assert.Null(story.Screen.OnMain("src/bad.txt"));
        Assert.DoesNotContain(story.Hub.Shop.Deployments.Values, made => made.Environment == "production" && made.Sha == bad.MergeCommit);
        var told = Assert.Single(
            story.Screen.Comments(bad),
            comment => comment.Body.StartsWith("<!-- sluice:verdict -->", StringComparison.Ordinal)
        );
        Assert.Contains($"smoke: the check \"{Smoke}\" failed", told.Body, StringComparison.Ordinal);
        Assert.Empty(Invariants.Broken(story));
        foreach (var (pull, verdict) in new[] { (good, "healthy"), (bad, "regressed") })
        {
            var receipt = await Receipt(story, pull);
            Assert.Equal(verdict, AnswerJson.Word(receipt.Again().Verdict));
            Assert.True(receipt.IsSaidAgain(receipt.Again()));
        }
    }

    private static bool IsOnCanary(Story story, Pull pull) =>
        story.Hub.World.Do(() =>
            story.Hub.Shop.Deployments.Values.Any(made =>
                made is { Environment: "canary", State: "success" } && made.Sha == pull.MergeCommit
            )
        );

    private static void Report(Story story, Pull pull, string state) =>
        story.Hub.World.Do(() => story.Hub.World.Statuses.Set(story.Folk.As("ada"), story.Hub.Shop, pull.MergeCommit!, state, Smoke).Value);

    private static string? State(Story story, Pull pull) => (string?)story.Screen.Record(pull)?["state"];

    private static async Task<Receipt> Receipt(Story story, Pull pull)
    {
        var deploy = (await story.Get("/deploys")).EnumerateArray().Single(each => each.GetProperty("sha").GetString() == pull.MergeCommit);
        var json = (await story.Get($"/deploys/{deploy.GetProperty("id").GetString()}/receipt")).GetRawText();
        return Assert.IsType<FileReading<Receipt>.Read>(ReceiptJson.Read(Encoding.UTF8.GetBytes(json))).File;
    }
}
