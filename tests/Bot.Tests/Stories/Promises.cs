using Sluice.Hub;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What must be so whatever happened, read from the hub's own log.</summary>
internal static class Promises
{
    public static IReadOnlyList<string> Broken(HubServer hub) => hub.World.Do(() => All(hub.Shop, new Screen(hub)).ToList());

    private static IEnumerable<string> All(Repository shop, Screen screen)
    {
        foreach (var move in screen.Landings())
        {
            if (move.Forced || !shop.History.IsAncestor(move.Before, move.After))
            {
                yield return $"{move.After} does not descend from the base that it landed on";
            }

            if (
                !shop
                    .Marks.RunsOn(move.After)
                    .Any(run => run is { Name: Guarded.Check, Conclusion: "success" } && run.CompletedAt <= move.At)
            )
            {
                yield return $"{move.After} landed without a green check on that very commit";
            }
        }

        var twins = shop.Landings.Where(move => move.Branch == "main").GroupBy(move => move.After).Where(moves => moves.Count() > 1);
        foreach (var twin in twins)
        {
            yield return $"{twin.Key} landed {twin.Count()} times";
        }

        foreach (var broken in shop.Pulls.Values.SelectMany(pull => Of(shop, screen, pull)))
        {
            yield return broken;
        }
    }

    private static IEnumerable<string> Of(Repository shop, Screen screen, Pull pull)
    {
        var onMain = shop.History.IsAncestor(pull.HeadSha, shop.Branch("main")!);
        if (pull.IsMerged != onMain)
        {
            yield return $"{pull} is {(pull.IsMerged ? "shown as merged" : "not shown as merged")}, and main {(onMain ? "holds" : "lacks")} its head";
        }

        var merges = shop.History.Between(Zero.Sha, shop.Branch("main")!).Count(commit => commit.Parents.Skip(1).Contains(pull.HeadSha));
        if (merges > 1)
        {
            yield return $"{pull} was merged {merges} times";
        }

        if (screen.Comments(pull) is { Count: > 2 } comments)
        {
            yield return $"{pull} has {comments.Count} comments of the bot";
        }

        if (shop.Marks.RunsOn(pull.HeadSha).Count(run => run.Name == "sluice" && run.Status != "completed") > 1)
        {
            yield return $"{pull} has two open check runs";
        }
    }
}
