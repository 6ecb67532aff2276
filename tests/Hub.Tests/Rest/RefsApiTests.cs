using System.Net;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Rest;

public sealed class RefsApiTests : HubTest
{
    [Fact]
    public async Task Refs_are_made_moved_and_deleted_with_GitHubs_refusals()
    {
        var bot = await Bot();
        var tip = Tip();
        var next = Push("next", "a.txt", "a\n");
        Assert.Equal(HttpStatusCode.Created, (await bot.Post($"{Shop}/git/refs", new { @ref = "refs/heads/a/b", sha = tip })).Status);
        Assert.Equal(tip, (string?)(await bot.Get($"{Shop}/git/ref/heads/a/b")).Body!["object"]!["sha"]);
        await Refused(bot.Post($"{Shop}/git/refs", new { @ref = "refs/heads/a/b", sha = tip }), 422, "Reference already exists");
        await Refused(bot.Post($"{Shop}/git/refs", new { @ref = "refs/heads/c", sha = new string('1', 40) }), 422, "Object does not exist");
        await Refused(bot.Patch($"{Shop}/git/refs/heads/none", new { sha = tip }), 422, "Reference does not exist");
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch($"{Shop}/git/refs/heads/a/b", new { sha = next })).Status);
        await Refused(bot.Patch($"{Shop}/git/refs/heads/a/b", new { sha = tip }), 422, "Update is not a fast forward");
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch($"{Shop}/git/refs/heads/a/b", new { sha = tip, force = true })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete($"{Shop}/git/refs/heads/a/b")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bot.Get($"{Shop}/git/ref/heads/a/b")).Status);
        Assert.Equal((HttpStatusCode)422, (await bot.Delete($"{Shop}/git/refs/heads/main")).Status);
    }

    /// <summary>As GitHub says in "Dealing with special characters in branch and tag names".</summary>
    [Theory]
    [InlineData("refs/heads/refs/heads/main")]
    [InlineData("refs/tags/refs/heads/main")]
    [InlineData("refs/heads/0123456789abcdef0123456789abcdef01234567")]
    public async Task No_branch_or_tag_is_called_as_a_ref_or_a_commit_is(string name)
    {
        var bot = await Bot();

        Assert.Equal((HttpStatusCode)422, (await bot.Post($"{Shop}/git/refs", new { @ref = name, sha = Tip() })).Status);
        Assert.Null(World.Do(() => Hub.Shop.Git.Ref(name)));
    }

    [Fact]
    public async Task A_ruled_branch_refuses_all_but_those_who_bypass()
    {
        var set = World.Do(() => World.Rules.Add(Hub.Shop, "main", Hub.Shop.Owner, new Rule.Update(), new Rule.StatusChecks([new("ci")])));
        var next = Push("next", "a.txt", "a\n");
        var bot = await Bot();
        await Refused(
            bot.Patch($"{Shop}/git/refs/heads/main", new { sha = next }),
            422,
            "Repository rule violations found\n\nCannot update this protected ref.\n\nRequired status check \"ci\" is expected.\n\n"
        );
        World.Do(() =>
        {
            set.Bypass.Add(new BypassActor("Integration", Hub.App.Id));
            return true;
        });
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch($"{Shop}/git/refs/heads/main", new { sha = next })).Status);
        var rules = (await bot.Get($"{Shop}/rules/branches/main")).Body!.AsArray();
        Assert.Equal(["update", "required_status_checks"], rules.Select(r => (string?)r!["type"]));
    }

    [Fact]
    public async Task Where_signatures_are_demanded_only_what_GitHub_or_a_key_signed_goes_through()
    {
        World.Do(() => World.Rules.Add(Hub.Shop, "signed", Hub.Shop.Owner, new Rule.Signatures()));
        var bot = await Bot();
        var (tip, tree) = (Tip(), World.Do(() => Hub.Shop.Git.Commit(Tip())!.Tree));
        async Task<(string Sha, bool Verified)> Made(Api api, object body)
        {
            var made = (await api.Post($"{Shop}/git/commits", body)).Body!;
            return ((string)made["sha"]!, (bool)made["verification"]!["verified"]!);
        }

        var own = await Made(
            bot,
            new
            {
                message = "own",
                tree,
                parents = new[] { tip },
            }
        );
        var named = await Made(
            bot,
            new
            {
                message = "named",
                tree,
                parents = new[] { tip },
                author = new { name = "Ada", email = "ada@shop.example" },
            }
        );
        var hers = await Made(
            As("ada"),
            new
            {
                message = "hers",
                tree,
                parents = new[] { tip },
            }
        );

        Assert.Equal((true, false, false), (own.Verified, named.Verified, hers.Verified));
        await Refused(
            bot.Patch($"{Shop}/git/refs/heads/main", new { sha = named.Sha }),
            422,
            $"Repository rule violations found\n\nCommits must have verified signatures. Found 1 violation: {named.Sha}\n\n"
        );
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch($"{Shop}/git/refs/heads/main", new { sha = own.Sha })).Status);
        Assert.Equal(
            "required_signatures",
            (string?)Assert.Single((await bot.Get($"{Shop}/rules/branches/main")).Body!.AsArray())!["type"]
        );
    }

    [Fact]
    public async Task An_App_without_the_workflows_permission_brings_no_workflow()
    {
        var tip = Tip();
        var evil = Push("evil", ".github/workflows/ci.yml", "name: other\n");
        World.Do(() =>
            World.Refs.Move(new Caller.User(World.Accounts["ada"]), Hub.Shop, [new RefMove("refs/heads/spare", null, tip)], "api")
        );
        await Refused(
            (await Bot()).Patch($"{Shop}/git/refs/heads/spare", new { sha = evil }),
            403,
            "refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission"
        );
        Assert.Equal(HttpStatusCode.OK, (await As("ada").Patch($"{Shop}/git/refs/heads/spare", new { sha = evil })).Status);
    }

    [Fact]
    public async Task Merges_answer_201_204_404_and_409()
    {
        var bot = await Bot();
        Push("left", "src/price.txt", "apple 1\n");
        Push("right", "src/price.txt", "apple 2\n");
        Assert.Equal(HttpStatusCode.Created, (await bot.Post($"{Shop}/merges", new { @base = "main", head = "left" })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Post($"{Shop}/merges", new { @base = "main", head = "left" })).Status);
        await Refused(bot.Post($"{Shop}/merges", new { @base = "main", head = "right" }), 409, "Merge conflict");
        await Refused(bot.Post($"{Shop}/merges", new { @base = "main", head = "none" }), 404, "Head does not exist");
        await Refused(bot.Post($"{Shop}/merges", new { @base = "none", head = "left" }), 404, "Base does not exist");
    }

    [Fact]
    public async Task Trees_blobs_and_commits_are_made_and_read_and_contents_and_compare_show_them()
    {
        var bot = await Bot();
        var tip = Tip();
        var blob = (string)(await bot.Post($"{Shop}/git/blobs", new { content = "aGVsbG8K", encoding = "base64" })).Body!["sha"]!;
        Assert.Equal("ce013625030ba8dba906f756967f9e9ca394464a", blob);
        var tree = (
            await bot.Post(
                $"{Shop}/git/trees",
                new
                {
                    base_tree = tip,
                    tree = new[]
                    {
                        new
                        {
                            path = "docs/hello.txt",
                            mode = "100644",
                            type = "blob",
                            sha = blob,
                        },
                    },
                }
            )
        ).Body!;
        var commit = (
            await bot.Post(
                $"{Shop}/git/commits",
                new
                {
                    message = "Say hello",
                    tree = (string)tree["sha"]!,
                    parents = new[] { tip },
                }
            )
        ).Body!;
        var sha = (string)commit["sha"]!;
        Assert.Equal("sluice[bot]", (string?)commit["author"]!["name"]);
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch($"{Shop}/git/refs/heads/main", new { sha })).Status);
        var file = (await bot.Get($"{Shop}/contents/docs/hello.txt?ref=main")).Body!;
        Assert.Equal(("aGVsbG8K\n", "base64"), ((string?)file["content"], (string?)file["encoding"]));
        var compare = (await bot.Get($"{Shop}/compare/{tip}...main")).Body!;
        Assert.Equal(("ahead", 1, 0), ((string?)compare["status"], (int)compare["ahead_by"]!, (int)compare["behind_by"]!));
        var changed = Assert.Single(compare["files"]!.AsArray())!;
        Assert.Equal(
            ("docs/hello.txt", "added", "@@ -0,0 +1 @@\n+hello"),
            ((string?)changed["filename"], (string?)changed["status"], (string?)changed["patch"])
        );
        var all = (await bot.Get($"{Shop}/git/trees/main?recursive=1")).Body!["tree"]!.AsArray();
        Assert.Contains("docs/hello.txt", all.Select(e => (string?)e!["path"]));
    }

    [Fact]
    public async Task Lists_come_by_pages_with_links_that_name_the_repository_by_id()
    {
        for (var i = 0; i < 5; i++)
            Push($"b{i}", "x.txt", $"{i}\n");
        var bot = await Bot();
        var said = await bot.Get($"{Shop}/branches?per_page=2&page=2");
        Assert.Equal(2, said.Body!.AsArray().Count);
        var root = $"{Hub.Url}/repositories/{Hub.Shop.Id}/branches?per_page=2&page=";
        Assert.Equal(
            $"<{root}1>; rel=\"prev\", <{root}3>; rel=\"next\", <{root}3>; rel=\"last\", <{root}1>; rel=\"first\"",
            said.Header("Link")
        );
        Assert.Equal(HttpStatusCode.OK, (await bot.Get($"/repositories/{Hub.Shop.Id}/branches?per_page=2&page=3")).Status);
        Assert.Null((await bot.Get($"{Shop}/branches")).Header("Link"));
    }

    [Fact]
    public async Task What_has_not_changed_answers_304()
    {
        var bot = await Bot();
        var tag = (await bot.Get($"{Shop}/git/ref/heads/main")).Header("ETag")!;
        Assert.Equal(HttpStatusCode.NotModified, (await bot.Get($"{Shop}/git/ref/heads/main", ("If-None-Match", tag))).Status);
        Push("main", "x.txt", "x\n");
        Assert.Equal(HttpStatusCode.OK, (await bot.Get($"{Shop}/git/ref/heads/main", ("If-None-Match", tag))).Status);
    }

    [Fact]
    public async Task Bad_requests_are_told_what_is_wrong()
    {
        var bot = await Bot();
        await Refused(bot.Post($"{Shop}/git/refs", "{oops"), 400, "Problems parsing JSON");
        await Refused(bot.Post($"{Shop}/git/refs", new { @ref = "refs/heads/x" }), 422, "Invalid request.\n\n\"sha\" wasn't supplied.");
        await Refused(
            bot.Post($"{Shop}/git/refs", new { @ref = 3, sha = "x" }),
            422,
            "Invalid request.\n\nFor 'properties/ref', 3 is not a string."
        );
        await Refused(bot.Get("/nowhere"), 404, "Not Found");
        await Refused(bot.Get(Shop, ("X-GitHub-Api-Version", "1999-01-01")), 400, "\"1999-01-01\" is not a supported version of the API.");
    }

    private static async Task Refused(Task<Said> asked, int status, string message)
    {
        var said = await asked;
        Assert.Equal((status, message), ((int)said.Status, said.Message));
    }
}
