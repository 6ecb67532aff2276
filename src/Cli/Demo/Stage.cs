using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Cli.Demo;

/// <summary>The demo's GitHub: the shop with its tests and policy, its people and agents, a rule that only the bot may pass.</summary>
internal static class Stage
{
    /// <summary>The check that the shop's main branch requires.</summary>
    public const string Check = "test";

    public static async Task<HubServer> Build(ulong seed, string? dataDirectory, int port = 0)
    {
        var hub = await HubServer.Start(
            new HubOptions
            {
                Seed = seed,
                DataDirectory = dataDirectory,
                Port = port,
                Files = Files(),
            }
        );
        hub.World.Do(() =>
        {
            foreach (var agent in Cast.Agents.Where(agent => agent.IsBot))
            {
                var account = new Account(agent.Id, agent.Login, AccountType.Bot);
                hub.World.Accounts.Add(agent.Login, account);
                hub.Shop.Collaborators[agent.Login] = Role.Write;
            }

            hub.World.Actions.Add(hub.Shop, "ci", "push", [Check], "sluice/queue/**");
            hub.World.Actions.Add(hub.Shop, "ci on pull requests", "pull_request", [Check]);
            var rules = hub.World.Rules.Add(
                hub.Shop,
                "main is guarded",
                hub.World.Accounts["ada"],
                new Rule.StatusChecks([new RequiredCheck(Check)]),
                new Rule.Update()
            );
            rules.Include.Add("~DEFAULT_BRANCH");
            rules.Bypass.Add(new BypassActor("Integration", hub.App.Id));
            return true;
        });
        return hub;
    }

    /// <summary>The shop's first commit: the files that this assembly carries.</summary>
    private static SortedDictionary<string, string> Files()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(Stage).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("shop/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            files[name["shop/".Length..]] = reader.ReadToEnd();
        }

        return files;
    }
}
