using System.Net;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Conformance;

/// <summary>The operations on what a repository holds: objects, files, branches and their rules.</summary>
internal sealed class RepositoryTour(HubTest test, Api bot, Api ada)
{
    private const string Shop = HubTest.Shop;

    public async Task GitData()
    {
        var blob = await bot.Made($"{Shop}/git/blobs", new { content = "x\n", encoding = "utf-8" });
        await bot.Ok($"{Shop}/git/blobs/{blob.Sha()}");
        var entries = new[]
        {
            new
            {
                path = "new.txt",
                mode = "100644",
                type = "blob",
                sha = blob.Sha(),
            },
        };
        var tree = await bot.Made($"{Shop}/git/trees", new { base_tree = test.Tip(), tree = entries });
        await bot.Ok($"{Shop}/git/trees/{tree.Sha()}?recursive=1");
        var commit = await bot.Made(
            $"{Shop}/git/commits",
            new
            {
                message = "New",
                tree = tree.Sha(),
                parents = new[] { test.Tip() },
            }
        );
        await bot.Ok($"{Shop}/git/commits/{commit.Sha()}");
        await bot.Made($"{Shop}/git/refs", new { @ref = "refs/heads/new", sha = test.Tip() });
        Assert.Equal(HttpStatusCode.OK, (await bot.Patch($"{Shop}/git/refs/heads/new", new { sha = commit.Sha() })).Status);
        await bot.Ok($"{Shop}/git/ref/heads/new");
        await bot.Ok($"{Shop}/git/matching-refs/heads/");
        await bot.Ok($"{Shop}/commits");
        await bot.Ok($"{Shop}/commits/new");
        await bot.Ok($"{Shop}/compare/main...new");
        await bot.Ok($"{Shop}/contents");
        await bot.Ok($"{Shop}/contents/src");
        var file = await bot.Put(
            $"{Shop}/contents/docs/a.md",
            new
            {
                message = "Add",
                content = "YQ==",
                branch = "new",
            }
        );
        Assert.Equal(HttpStatusCode.Created, file.Status);
        var sha = (string)file.Body!["content"]!["sha"]!;
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await bot.Send(
                    "DELETE",
                    $"{Shop}/contents/docs/a.md",
                    new
                    {
                        message = "Remove",
                        sha,
                        branch = "new",
                    }
                )
            ).Status
        );
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete($"{Shop}/git/refs/heads/new")).Status);
    }

    public async Task Branches()
    {
        await bot.Ok($"{Shop}/branches");
        await bot.Ok($"{Shop}/branches/main");
        var ruleset = test.World.Do(() =>
        {
            test.World.Rules.Protect(
                test.Hub.Shop,
                "release",
                new Protection { Checks = [new RequiredCheck("ci")], Approvals = 1 },
                test.World.Accounts["ada"]
            );
            return test.World.Rules.Add(
                test.Hub.Shop,
                "main",
                test.World.Accounts["ada"],
                new Rule.StatusChecks([new RequiredCheck("none")]),
                new Rule.NonFastForward()
            );
        });
        await bot.Ok($"{Shop}/rulesets");
        await bot.Ok($"{Shop}/rulesets/{ruleset.Id}");
        await bot.Ok($"{Shop}/rules/branches/main");
        await ada.Ok($"{Shop}/branches/release/protection");
        await ada.Ok($"{Shop}/branches/release/protection/required_status_checks");
        var made = await ada.Post(
            $"{Shop}/rulesets",
            new
            {
                name = "two",
                target = "branch",
                enforcement = "active",
                conditions = new { ref_name = new { include = new[] { "refs/heads/other" }, exclude = Array.Empty<string>() } },
                rules = new[] { new { type = "update" } },
                bypass_actors = new[]
                {
                    new
                    {
                        actor_id = test.Hub.App.Id,
                        actor_type = "Integration",
                        bypass_mode = "always",
                    },
                },
            }
        );
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var changed = await ada.Put(
            $"{Shop}/rulesets/{(long)made.Body!["id"]!}",
            new { name = "three", bypass_actors = Array.Empty<object>() }
        );
        Assert.Equal(
            (HttpStatusCode.OK, "three", 0),
            (changed.Status, (string)changed.Body!["name"]!, changed.Body["bypass_actors"]!.AsArray().Count)
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.Put($"{Shop}/rulesets/{ruleset.Id}", new { name = "mine" })).Status);
        test.World.Do(() =>
        {
            test.Hub.Shop.Rulesets.Clear();
            return true;
        });
    }
}
