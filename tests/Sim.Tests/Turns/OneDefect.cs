using Sluice.Hub.Model;
using Sluice.Sim.Storms;

namespace Sluice.Sim.Tests.Turns;

/// <summary>A town in fine weather where one pull lands that fails in production, and an hour goes by.</summary>
internal static class OneDefect
{
    /// <summary>Its policy has a canary of one weight, and merges.</summary>
    private const ulong Seed = 151;

    public static Town Run(Func<Town, Ports, Ports> plant)
    {
        var town = new Town(Seed, plant);
        town.Deliveries.Weather = Storms.Weather.Calm;
        var ada = new Caller.User(town.World.Accounts["ada"]);
        town.World.Refs.CommitTo(ada, town.Repo, "work", "Work", [KeyValuePair.Create("defect/1.txt", (string?)"bad\n")], "main");
        town.World.Labels.Put(ada, town.World.Pulls.Open(ada, town.Repo, new PullDraft("Work", "work", "main")).Value, ["queue"]);
        town.RunUntil(town.Clock.GetUtcNow().AddHours(1));
        return town;
    }
}
