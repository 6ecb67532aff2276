using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>The organisation, the repository and its people as every storm finds them; the seed draws the policy.</summary>
internal static class Founding
{
    public const string Maintainer = "ada";

    /// <summary>What CI says of every tree.</summary>
    public const string Check = "test";

    private const int AdminRole = 5; // GitHub's number of it

    /// <param name="freeze">When nothing may land; null: never.</param>
    /// <param name="method">merge, squash or rebase.</param>
    /// <param name="canaryFreeze">When nothing may be deployed but what takes something back; null: never.</param>
    /// <param name="whims">For what came later: what else a seed draws stays as it was.</param>
    /// <param name="native">Only GitHub's own merge queue may move the base, and the bot drives it.</param>
    public static (Repository Repo, Installation Installation, bool HasCanary) Of(
        World world,
        Dice dice,
        Window? freeze,
        Window? canaryFreeze,
        string method,
        Dice whims,
        bool native
    )
    {
        var org = world.People.Organization("acme");
        world.People.User(Maintainer);
        var app = world.People.App("sluice", org);
        foreach (var permission in new[] { "contents", "pull_requests", "issues", "checks", "deployments", "statuses", "actions" })
        {
            app.Permissions[permission] = Access.Write;
        }

        var hasCanary = !whims.Chance(1 / 8.0);
        var policy = Queue(dice, freeze, method, whims, native) + Canary(dice, canaryFreeze);
        var repo = world.Repos.Create(
            org,
            "shop",
            new SortedDictionary<string, string?>(StringComparer.Ordinal)
            {
                ["README.md"] = "shop\n",
                ["shared.txt"] = "as it was\n",
                [".github/sluice.yml"] = hasCanary ? policy : policy[..policy.IndexOf("canary:", StringComparison.Ordinal)],
            }
        );
        repo.Collaborators[Maintainer] = Role.Admin;
        if (native)
        {
            Rule(world, repo);
        }
        else
        {
            world.Actions.Add(repo, "ci", "push", [Check], "sluice/queue/**", "sluice/try/**", "*");
        }

        return (repo, world.People.Install(app, org), hasCanary);
    }

    /// <summary>Admins push past the rules, as they do.</summary>
    private static void Rule(World world, Repository repo)
    {
        var rules = world.Rules.Add(
            repo,
            "GitHub queues",
            world.Accounts[Maintainer],
            new Rule.StatusChecks([new RequiredCheck(Check)]),
            new Rule.MergeQueue()
        );
        rules.Include.Add("~DEFAULT_BRANCH");
        rules.Bypass.Add(new BypassActor("OrganizationAdmin", null));
        rules.Bypass.Add(new BypassActor("RepositoryRole", AdminRole));
        world.Actions.Add(repo, "heads", "pull_request", [Check]);
        world.Actions.Add(repo, "groups", "merge_group", [Check]);
        world.Actions.Add(repo, "branches", "push", [Check], "sluice/try/**", "main");
    }

    private static string Queue(Dice dice, Window? freeze, string method, Dice whims, bool native) =>
        $$"""
            version: 1
            queue:
              method: {{method}}{{(native ? "\n  native: drive" : "")}}
              batch: { max: {{dice.Between(1, 9)}} }
              slots: {{dice.Between(1, 5)}}
              timeout: 30m
              retries: {{dice.Between(1, 3)}}
              freeze: [{{freeze?.Policy}}]
              preset: {{whims.Pick(["default", "default", "fast", "thrifty", "frugal"])}}
              head: {{whims.Pick(["not_failed", "not_failed", "any"])}}
            flow:
              agents: { queued: 100 }
              authors: { queued: 100 }
              approvals: { low: 0, medium: 0, high: 0, agent: 0 }

            """;

    private static string Canary(Dice dice, Window? freeze) =>
        $$"""
            canary:
              weights: [{{(dice.Chance(0.5) ? "50" : "10, 50")}}]
              bake: { min: 3m, max: 20m }
              every: 30s
              max_pulls: {{dice.Between(1, 9)}}
              freeze: [{{freeze?.Policy}}]
              metrics:
                - { name: errors, source: prod, canary: 'c', baseline: 'b', canary_exposure: 'ce', baseline_exposure: 'be', critical: true }
              revert_reviews: skip
              reverts_per_day: 100
            """;
}
