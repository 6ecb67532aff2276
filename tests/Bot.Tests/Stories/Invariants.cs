using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What must be so whatever happened, read from the hub's own log.</summary>
internal static class Invariants
{
    public static IReadOnlyList<string> Broken(Story story) => story.Hub.World.Do(() => All(story).ToList());

    private static IEnumerable<string> All(Story story)
    {
        var shop = story.Hub.Shop;
        foreach (var move in story.Screen.Landings())
        {
            if (move.Forced || !shop.History.IsAncestor(move.Before, move.After))
            {
                yield return $"{move.After} does not descend from the base that it landed on";
            }

            if (!shop.Marks.RunsOn(move.After).Any(run => run is { Name: Story.Check, Conclusion: "success" } && run.CompletedAt <= move.At))
            {
                yield return $"{move.After} landed without a green check on that very commit";
            }
        }

        foreach (var twin in shop.Landings.Where(move => move.Branch == "main").GroupBy(move => move.After).Where(moves => moves.Count() > 1))
        {
            yield return $"{twin.Key} landed {twin.Count()} times";
        }

        foreach (var broken in shop.Pulls.Values.SelectMany(pull => Of(story, pull)))
        {
            yield return broken;
        }
    }

    private static IEnumerable<string> Of(Story story, Pull pull)
    {
        var shop = story.Hub.Shop;
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

        if (story.Screen.Comments(pull) is { Count: > 2 } comments)
        {
            yield return $"{pull} has {comments.Count} comments of the bot";
        }

        if (shop.Marks.RunsOn(pull.HeadSha).Count(run => run.Name == "sluice" && run.Status != "completed") > 1)
        {
            yield return $"{pull} has two open check runs";
        }
    }
}
