using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>A main branch that takes nothing without a verified signature, also from the bot.</summary>
public sealed class SignatureTests(TestPostgres server)
{
    [Theory]
    [InlineData("merge", false)]
    [InlineData("merge", true)]
    [InlineData("squash", false)]
    [InlineData("rebase", false)]
    public async Task A_batch_lands_as_commits_that_GitHub_made_and_signed(string method, bool isClassic)
    {
        await using var story = await Story.Begin(server, $"version: 1\nqueue: {{ method: {method}, slots: 1 }}\n");
        Demand(story, isClassic);
        await story.WithBot();
        story.Ci.Hold();
        var first = Signed(story, story.Folk.Open("docs/first.md"));
        story.Folk.Queue(first);
        await story.Until(() => story.Ci.Held.Count == 1, "the only slot is taken");
        Pull[] others =
        [
            Signed(story, story.Folk.Open("docs/both.md", "one\na\nb\nc\nz\n")),
            Signed(story, story.Folk.Open("docs/both.md", "first\na\nb\nc\nlast\n", by: "dan")),
            Signed(story, story.Folk.Open("dan", KeyValuePair.Create("src/price.txt", (string?)null))),
        ];
        Assert.All(others, pull => story.Folk.Queue(pull));
        await story.Until(() => others.All(pull => story.Screen.Check(pull)?.Status == "queued"), "the others wait in line");
        story.Ci.GoOn();
        await story.UntilLanded([first, .. others]);

        var shop = story.Hub.Shop;
        var landings = story.Screen.Landings();
        Assert.True(landings.Count < 4, "some landed together");
        var landed = shop.History.Between(landings[0].Before, story.Screen.Main());
        Assert.All(landed, commit => Assert.True(shop.Marks.Signed.ContainsKey(commit.Sha), commit.Message));
        Assert.Equal("one\na\nb\nc\nlast\n", story.Screen.OnMain("docs/both.md")); // in no commit before: its blob was uploaded
        Assert.Null(story.Screen.OnMain("src/price.txt"));
        Assert.All(landings, move => Assert.Contains(move.After, story.Screen.Candidates()));
        if (method != "merge")
        {
            Assert.All(landed, commit => Assert.Matches("(?m)^Co-authored-by: [^<]+ <[^>]+>$", commit.Message));
        }
    }

    [Fact]
    public async Task A_pull_with_an_unsigned_commit_is_put_out_and_the_others_land()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { slots: 1 }\n");
        Demand(story, isClassic: false);
        await story.WithBot();
        var (bare, good) = (story.Folk.Open("docs/bare.md"), Signed(story, story.Folk.Open("docs/good.md")));
        story.Folk.Queue(bare);
        story.Folk.Queue(good);

        await story.UntilLanded(good);
        await story.Until(() => story.Screen.Record(bare) is not null, "it is put out and told so");

        Assert.True(story.Screen.Ended(bare, "failure"));
        Assert.Contains("demands signed commits", (string?)story.Screen.Record(bare)!["reason"], StringComparison.Ordinal);
        Assert.Contains(bare.HeadSha, (string?)story.Screen.Record(bare)!["reason"], StringComparison.Ordinal);
        Assert.Null(story.Screen.OnMain("docs/bare.md"));
    }

    private static void Demand(Story story, bool isClassic) =>
        story.Hub.World.Do(() =>
        {
            var (world, shop, ada) = (story.Hub.World, story.Hub.Shop, story.Hub.World.Accounts["ada"]);
            var tip = world.Repos.Commit(
                shop,
                ada,
                "Write docs/both.md\n",
                shop.Branch("main"),
                [KeyValuePair.Create("docs/both.md", (string?)"first\na\nb\nc\nz\n")]
            );
            Assert.Null(world.Refs.Apply(shop, [new RefMove("refs/heads/main", shop.Branch("main")!, tip)], ada, "push"));
            if (isClassic)
            {
                world.Rules.Protect(shop, "main", new Protection { Signatures = true, EnforceAdmins = true }, ada);
            }
            else
            {
                world.Rules.Add(shop, "all is signed", ada, new Rule.Signatures());
            }

            return true;
        });

    private static Pull Signed(Story story, Pull pull) =>
        story.Hub.World.Do(() =>
        {
            story.Hub.Shop.Marks.Signed[pull.HeadSha] = new Signing(pull.Author);
            return pull;
        });
}
