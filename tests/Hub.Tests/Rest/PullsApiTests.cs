using System.Net;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Rest;

public sealed class PullsApiTests : HubTest
{
    [Fact]
    public async Task Mergeable_is_null_until_asked_for_and_then_computed()
    {
        var pull = Open("pears", "src/price.txt", "apple 3\npear 5\nplum 5\n");
        var bot = await Bot();
        var first = (await bot.Get($"{Shop}/pulls/{pull.Number}")).Body!;
        Assert.Null(first["mergeable"]);
        Assert.Equal("unknown", (string?)first["mergeable_state"]);
        var later = await Until(async () => (await bot.Get($"{Shop}/pulls/{pull.Number}")).Body!, b => b["mergeable"] is not null);
        Assert.True((bool)later["mergeable"]!);
        Assert.Equal("clean", (string?)later["mergeable_state"]);
        Assert.Equal(
            (1, 1, 1, 1),
            ((int)later["commits"]!, (int)later["additions"]!, (int)later["deletions"]!, (int)later["changed_files"]!)
        );
    }

    [Theory]
    [InlineData("pulls")]
    [InlineData("issues")]
    public async Task A_number_beyond_all_numbers_is_no_other_ones(string kind)
    {
        var pull = Open("pears", "src/price.txt", "apple 3\n");

        Assert.Equal(HttpStatusCode.NotFound, (await (await Bot()).Get($"{Shop}/{kind}/{(1L << 32) + pull.Number}")).Status);
    }

    [Fact]
    public async Task A_conflict_is_dirty_and_cannot_be_merged()
    {
        var pull = Open("pears", "src/price.txt", "apple 9\n");
        Push("main", "src/price.txt", "apple 8\n");
        var bot = await Bot();
        var known = await Until(async () => (await bot.Get($"{Shop}/pulls/{pull.Number}")).Body!, b => b["mergeable"] is not null);
        Assert.Equal((false, "dirty"), ((bool)known["mergeable"]!, (string?)known["mergeable_state"]));
        var said = await bot.Put($"{Shop}/pulls/{pull.Number}/merge", new { });
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "Pull Request is not mergeable"), (said.Status, said.Message));
    }

    [Theory]
    [InlineData("merge", 2)]
    [InlineData("squash", 1)]
    [InlineData("rebase", 1)]
    public async Task Each_method_lands_its_own_kind_of_commit(string method, int parents)
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        Push("main", "src/stock.txt", "pear 2\n");
        var said = await (await Bot()).Put($"{Shop}/pulls/{pull.Number}/merge", new { merge_method = method, sha = pull.HeadSha });
        Assert.Equal((HttpStatusCode.OK, "Pull Request successfully merged"), (said.Status, said.Message));
        var tip = World.Do(() => Hub.Shop.Git.Commit(Tip())!);
        Assert.Equal((string)said.Body!["sha"]!, tip.Sha);
        Assert.Equal(parents, tip.Parents.Length);
        var merged = (await Nobody().Get($"{Shop}/pulls/{pull.Number}")).Body!;
        Assert.Equal(
            (true, "closed", "sluice[bot]"),
            ((bool)merged["merged"]!, (string?)merged["state"], (string?)merged["merged_by"]!["login"])
        );
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await As("ada").Put($"{Shop}/pulls/{pull.Number}/merge", new { })).Status);
    }

    [Fact]
    public async Task Merging_is_refused_with_405_and_409_in_GitHubs_words()
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        var ada = As("ada");
        var path = $"{Shop}/pulls/{pull.Number}/merge";
        Assert.Equal(
            (HttpStatusCode.Conflict, "Head branch was modified. Review and try the merge again."),
            Both(await ada.Put(path, new { sha = Tip() }))
        );
        World.Do(() => Hub.Shop.Merging = new MergeSettings(AllowMerge: false));
        Assert.Equal(
            (HttpStatusCode.MethodNotAllowed, "Merge commits are not allowed on this repository."),
            Both(await ada.Put(path, new { }))
        );
        World.Do(() => World.Rules.Add(Hub.Shop, "r", Hub.Shop.Owner, new Rule.StatusChecks([new("ci")]), new Rule.PullRequest(1)));
        Assert.Equal(
            (
                HttpStatusCode.MethodNotAllowed,
                "Repository rule violations found\n\nRequired status check \"ci\" is expected.\n\nAt least 1 approving review is required by reviewers with write access.\n\n"
            ),
            Both(await ada.Put(path, new { merge_method = "squash" }))
        );
        Assert.Equal(HttpStatusCode.NotFound, (await As("eve").Put(path, new { })).Status);
    }

    [Fact]
    public async Task A_merge_whose_message_is_not_as_demanded_is_refused()
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        World.Do(() => World.Rules.Add(Hub.Shop, "messages", Hub.Shop.Owner, new Rule.CommitMessage("starts_with", "SHOP-")));
        var (ada, path) = (As("ada"), $"{Shop}/pulls/{pull.Number}/merge");

        var (status, words) = Both(await ada.Put(path, new { merge_method = "squash", commit_title = "Pears" }));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, status);
        Assert.StartsWith(
            "Repository rule violations found\n\nCommit message must start with \"SHOP-\". Found 1 violation: ",
            words,
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.OK, (await ada.Put(path, new { merge_method = "squash", commit_title = "SHOP-1: pears" })).Status);
    }

    [Fact]
    public async Task Opening_the_same_pull_again_or_an_empty_one_is_422()
    {
        Open("pears", "src/price.txt", "pear 1\n");
        var cleo = As("cleo");
        var again = await cleo.Post(
            $"{Shop}/pulls",
            new
            {
                title = "x",
                head = "pears",
                @base = "main",
            }
        );
        Assert.Equal(
            ("Validation Failed", "A pull request already exists for acme:pears."),
            (again.Message, (string?)again.Body!["errors"]![0]!["message"])
        );
        World.Do(() =>
            World.Refs.Move(new Caller.User(World.Accounts["cleo"]), Hub.Shop, [new RefMove("refs/heads/same", null, Tip())], "api")
        );
        var empty = await cleo.Post(
            $"{Shop}/pulls",
            new
            {
                title = "x",
                head = "same",
                @base = "main",
            }
        );
        Assert.Equal("No commits between main and same", (string?)empty.Body!["errors"]![0]!["message"]);
        var absent = await cleo.Post(
            $"{Shop}/pulls",
            new
            {
                title = "x",
                head = "nowhere",
                @base = "main",
            }
        );
        Assert.Equal(("head", "invalid"), ((string?)absent.Body!["errors"]![0]!["field"], (string?)absent.Body["errors"]![0]!["code"]));
    }

    [Fact]
    public async Task A_pull_is_merged_some_time_after_its_head_arrives_on_the_base()
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        var bot = await Bot();
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch($"{Shop}/git/refs/heads/main", new { sha = pull.HeadSha })).Status);
        Assert.Equal("open", (string?)(await bot.Get($"{Shop}/pulls/{pull.Number}")).Body!["state"]);
        var merged = await Until(async () => (await bot.Get($"{Shop}/pulls/{pull.Number}")).Body!, b => (string?)b["state"] == "closed");
        Assert.True((bool)merged["merged"]!);
        Assert.Equal(pull.HeadSha, (string?)merged["merge_commit_sha"]);
    }

    [Fact]
    public async Task Update_branch_merges_the_base_in_and_wants_the_right_head()
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        var before = pull.HeadSha;
        Push("main", "src/stock.txt", "none\n");
        var bot = await Bot();
        Assert.Equal(
            (HttpStatusCode)422,
            (await bot.Put($"{Shop}/pulls/{pull.Number}/update-branch", new { expected_head_sha = Tip() })).Status
        );
        Assert.Equal(
            HttpStatusCode.Accepted,
            (await bot.Put($"{Shop}/pulls/{pull.Number}/update-branch", new { expected_head_sha = before })).Status
        );
        var commits = (await bot.Get($"{Shop}/pulls/{pull.Number}/commits")).Body!.AsArray();
        Assert.Equal(2, commits.Count);
        Assert.Equal([before, Tip()], World.Do(() => Hub.Shop.Git.Commit(pull.HeadSha)!.Parents));
    }

    [Fact]
    public async Task Reviews_are_written_listed_and_refused_for_ones_own_pull()
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        var path = $"{Shop}/pulls/{pull.Number}/reviews";
        Assert.Equal("APPROVED", (string?)(await As("ben").Post(path, new { @event = "APPROVE" })).Body!["state"]);
        Assert.Equal((HttpStatusCode)422, (await As("cleo").Post(path, new { @event = "APPROVE" })).Status);
        var review = Assert.Single((await Nobody().Get(path)).Body!.AsArray());
        Assert.Equal(("ben", pull.HeadSha), ((string?)review!["user"]!["login"], (string?)review["commit_id"]));
    }

    [Fact]
    public async Task An_asynchronous_merge_is_taken_once_and_its_result_kept()
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        var bot = await Bot();
        var path = $"{Shop}/pulls/{pull.Number}/merge-async";
        var taken = await bot.Put(path, new { merge_method = "squash" });
        Assert.Equal((HttpStatusCode.Accepted, "pending"), (taken.Status, (string?)taken.Body!["status"]));
        var again = await bot.Put(path, new { });
        Assert.Equal(
            (HttpStatusCode.Conflict, (string?)taken.Body["details"]!["uuid"]),
            (again.Status, (string?)again.Body!["details"]!["uuid"])
        );
        var result = await Until(
            async () => (await bot.Get($"{path}/{(string?)taken.Body["details"]!["uuid"]}")).Body!,
            b => (string?)b["status"] != "pending"
        );
        Assert.Equal(("merged", Tip()), ((string?)result["status"], (string?)result["details"]!["sha"]));
        Assert.Equal(HttpStatusCode.OK, (await bot.Put(path, new { })).Status);
    }

    private static (HttpStatusCode, string?) Both(Said said) => (said.Status, said.Message);
}
