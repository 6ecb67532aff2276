using System.Text;
using System.Text.Json;
using Sluice.Bot.Tests.Store;
using Sluice.Flow.Release.Files;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class CanaryTests(TestPostgres server)
{
    [Fact]
    public async Task A_good_change_reaches_production_and_a_bad_one_is_rolled_back_and_reverted()
    {
        await using var story = await Story.Begin(server, Canaries.Policy());
        await story.WithProduction();
        var good = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await story.Until(
            () => Runs(story, "production", good.MergeCommit) && State(story, good) == "healthy",
            "the good one is in production"
        );
        Assert.Equal(["canary", "production"], Stages(story));
        Assert.Equal("canary_healthy", story.Screen.Code(good));

        var bad = story.Folk.Queue(story.Folk.Open("src/bad.txt", "fails in production\n"));
        await story.Until(() => State(story, bad) == "reverted", "the bad one is taken back");
        var revert = story.Hub.Shop.Pulls.Values.Single(pull => pull.Author == story.Hub.App.Bot);
        await story.Until(() => revert.IsMerged && Runs(story, "production", revert.MergeCommit), "what took it back is in production");

        Assert.Equal($"Revert \"Write src/bad.txt\" (#{bad.Number})", revert.Title);
        Assert.Contains("revert", revert.Labels.Keys);
        Assert.Null(story.Screen.OnMain("src/bad.txt"));
        Assert.Contains("rollback", Stages(story));
        Assert.DoesNotContain(story.Hub.Shop.Deployments.Values, made => made.Environment == "production" && made.Sha == bad.MergeCommit);
        Assert.Single(story.Screen.Comments(bad), comment => comment.Body.StartsWith("<!-- sluice:verdict -->", StringComparison.Ordinal));
        Assert.DoesNotContain(
            story.Screen.Comments(good),
            comment => comment.Body.StartsWith("<!-- sluice:verdict -->", StringComparison.Ordinal)
        );
        Assert.Empty(Invariants.Broken(story));

        var deploys = await story.Get("/deploys");
        var incident = await Incident(
            story,
            deploys.EnumerateArray().Single(deploy => deploy.GetProperty("verdict").GetString() == "regressed")
        );
        Assert.All(
            ["landed", "on the canary", "first evidence", "verdict", "mitigated", "culprit named", "revert opened", "reverted"],
            step => Assert.Contains($"| {step} |", incident, StringComparison.Ordinal)
        );
        Assert.Equal(
            ["healthy", "regressed", "healthy"],
            await Task.WhenAll(deploys.EnumerateArray().Reverse().Select(deploy => JudgedAgain(story, deploy)))
        );
    }

    private static async Task<string> Incident(Story story, JsonElement deploy)
    {
        using var http = new HttpClient();
        var page = new Uri(story.Bot, $"{story.Hub.Shop.FullName}/deploys/{deploy.GetProperty("id").GetString()}/incident");
        Assert.Contains("first evidence", await http.GetStringAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return await http.GetStringAsync(new Uri(page + ".md"), TestContext.Current.CancellationToken);
    }

    /// <summary>The verdict of the receipt, which the judge gives again to the byte.</summary>
    private static async Task<string> JudgedAgain(Story story, JsonElement deploy)
    {
        var json = (await story.Get($"/deploys/{deploy.GetProperty("id").GetString()}/receipt")).GetRawText();
        var receipt = Assert.IsType<FileReading<Receipt>.Read>(ReceiptJson.Read(Encoding.UTF8.GetBytes(json))).File;
        Assert.True(receipt.IsSaidAgain(receipt.Again()));
        Assert.Equal(deploy.GetProperty("sha").GetString(), receipt.Sha.Hex);
        return AnswerJson.Word(receipt.Again().Verdict);
    }

    private static string? State(Story story, Pull pull) => (string?)story.Screen.Record(pull)?["state"];

    private static bool Runs(Story story, string environment, string? commit) =>
        commit is not null
        && story.Hub.Shop.Deployments.Values.LastOrDefault(made => made.Environment == environment) is { State: "success" } last
        && last.Sha == commit;

    private static List<string?> Stages(Story story) =>
        story.Hub.World.Do(() => story.Hub.Shop.Deployments.Values.Select(made => (string?)made.Payload?["sluice"]?["stage"]).ToList());
}
