using System.Text;
using Sluice.Bot.Tests.Store;
using Sluice.Flow.Release.Files;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>Bad canaries of several pulls, from the landing to the way back, over git and HTTP.</summary>
public sealed class CulpritTests(TestPostgres server)
{
    [Fact]
    public async Task Of_five_without_evidence_the_culprit_is_found_by_parts_and_four_are_kept()
    {
        await using var story = await Story.Begin(server, Policy(FullBatch));
        await story.WithProduction();
        var good = Enumerable.Range(1, 4).Select(i => story.Folk.Queue(story.Folk.Open($"src/good{i}.txt"))).ToList();
        var bad = story.Folk.Queue(story.Folk.Open("src/bad.txt", "fails in production\n"));

        await story.Until(
            () => State(story, bad) == "reverted" && good.All(pull => State(story, pull) == "healthy"),
            "the bad one is taken back, the good ones are in production"
        );

        var revert = Assert.Single(story.Hub.Shop.Pulls.Values, pull => pull.Author == story.Hub.App.Bot);
        Assert.Equal($"Revert \"Write src/bad.txt\" (#{bad.Number})", revert.Title);
        Assert.All(Enumerable.Range(1, 4), i => Assert.NotNull(story.Screen.OnMain($"src/good{i}.txt")));
        Assert.Null(story.Screen.OnMain("src/bad.txt"));
        Assert.All(
            good,
            pull =>
                Assert.DoesNotContain(
                    story.Screen.Comments(pull),
                    comment => comment.Body.StartsWith("<!-- sluice:verdict -->", StringComparison.Ordinal)
                )
        );
        Assert.DoesNotContain(
            story.Hub.Shop.Deployments.Values,
            made => made.Environment == "production" && Holds(story, made.Sha, "src/bad.txt")
        );
        Assert.InRange(await PartsJudgedAgain(story), 1, 8);
        await story.Until(
            () => !story.Hub.Shop.Branches.Any(branch => branch.Key.StartsWith("sluice/canary/", StringComparison.Ordinal)),
            "no branch of a part is left"
        );
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task A_revert_by_hand_unlocks_and_what_people_say_takes_back_and_lands_again()
    {
        await using var story = await Story.Begin(server, Policy("  on_regression: [rollback]\n"));
        await story.WithProduction();
        var bad = story.Folk.Queue(story.Folk.Open("src/bad.txt", "fails in production\n"));
        await story.Until(() => State(story, bad) == "regressed", "it regressed, and nobody reverts it");

        var byHand = story.Folk.Queue(story.Folk.Open("dan", KeyValuePair.Create("src/bad.txt", (string?)null)));
        await story.Until(
            () => State(story, bad) == "reverted" && State(story, byHand) == "healthy",
            "it is recognised, and deployments go on"
        );
        Assert.DoesNotContain(story.Hub.Shop.Pulls.Values, pull => pull.Author == story.Hub.App.Bot);

        Assert.Empty(Invariants.Broken(story));

        var again = story.Folk.Say(bad, "/sluice reland", by: "ben");
        await story.Until(() => story.Screen.HasReaction(again, "+1") && Ours(story).Any(), "the change is there again");
        Assert.Equal($"Reland \"Write src/bad.txt\" (#{bad.Number})", Ours(story).Single().Title);

        var good = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await story.Until(() => State(story, good) == "healthy", "a good one is in production");
        story.Folk.Say(good, "/sluice revert it was too early", by: "ben");
        await story.Until(
            () => Ours(story).Any(pull => pull.Title.StartsWith("Revert", StringComparison.Ordinal) && pull.IsMerged),
            "what is in production is taken back"
        );
    }

    [Fact]
    public async Task What_an_administrator_takes_back_past_the_queue_unlocks_too()
    {
        await using var story = await Story.Begin(server, Policy("  on_regression: [rollback]\n"));
        await story.WithProduction();
        var bad = story.Folk.Queue(story.Folk.Open("src/bad.txt", "fails in production\n"));
        await story.Until(() => State(story, bad) == "regressed", "it regressed, and nobody reverts it");

        story.Folk.PushToMain("src/bad.txt", null);
        await story.Until(() => State(story, bad) == "reverted", "the base does not hold it any more");

        var good = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await story.Until(() => State(story, good) == "healthy", "deployments go on");
        Assert.DoesNotContain(
            story.Hub.Shop.Deployments.Values,
            made => made.Environment == "production" && Holds(story, made.Sha, "src/bad.txt")
        );
        Assert.Empty(Invariants.Broken(story));
    }

    /// <summary>Nobody is built before five are there: however fast the machine takes them in, they land together.</summary>
    private const string FullBatch = """
        queue:
          batch: { max: 5, wait: 6h }

        """;

    /// <summary>How many parts of the regressed canary were tried; the receipt of each is judged again to the byte.</summary>
    private static async Task<int> PartsJudgedAgain(Story story)
    {
        var parts = (await story.Get("/deploys"))
            .EnumerateArray()
            .Single(deploy => deploy.GetProperty("verdict").GetString() == "regressed")
            .GetProperty("parts");
        foreach (var part in parts.EnumerateArray())
        {
            var json = (await story.Get($"/deploys/{part.GetProperty("id").GetString()}/receipt")).GetRawText();
            var receipt = Assert.IsType<FileReading<Receipt>.Read>(ReceiptJson.Read(Encoding.UTF8.GetBytes(json))).File;
            Assert.True(receipt.IsSaidAgain(receipt.Again()));
            Assert.Equal(part.GetProperty("pulls").EnumerateArray().Select(pull => pull.GetInt32()), receipt.Pulls);
        }

        return parts.GetArrayLength();
    }

    private static string Policy(string canary = "") =>
        Canaries.Policy(min: "2s")
        + canary
        + """
            flow:
              authors: { queued: 20 }
            """;

    private static IEnumerable<Pull> Ours(Story story) => story.Hub.Shop.Pulls.Values.Where(pull => pull.Author == story.Hub.App.Bot);

    private static string? State(Story story, Pull pull) => (string?)story.Screen.Record(pull)?["state"];

    private static bool Holds(Story story, string commit, string path) =>
        Sluice.Hub.Git.TreeEdit.At(story.Hub.Shop.Git, story.Hub.Shop.Git.Commit(commit)!.Tree, path) is not null;
}
