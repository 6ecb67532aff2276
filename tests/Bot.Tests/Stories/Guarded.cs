using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>A repository whose main branch only the bot may move, and only after its CI said that <see cref="Check"/> is green.</summary>
internal static class Guarded
{
    public const string Check = "test";

    public static void Put(HubServer hub, Repository repository) =>
        hub.World.Do(() =>
        {
            hub.World.Actions.Add(repository, "ci", "push", [Check], "sluice/queue/**", "sluice/try/**");
            var rules = hub.World.Rules.Add(
                repository,
                "main is guarded",
                hub.World.Accounts["ada"],
                new Rule.StatusChecks([new RequiredCheck(Check)]),
                new Rule.Update()
            );
            rules.Include.Add("~DEFAULT_BRANCH");
            rules.Bypass.Add(new BypassActor("Integration", hub.App.Id));
            return true;
        });
}
