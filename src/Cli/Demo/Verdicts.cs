using Sluice.Hub;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Cli.Demo;

/// <summary>The demo's invariants, checked against the hub's own log when it is over.</summary>
/// <param name="ended">It came to its end; otherwise what is still on its way broke nothing.</param>
internal sealed class Verdicts(HubServer hub, Team team, Ending ending, bool ended)
{
    public IEnumerable<string> Broken() => hub.World.Do(() => All().ToList());

    private IEnumerable<string> All()
    {
        var (shop, main) = (hub.Shop, hub.Shop.Branch("main")!);
        foreach (var move in shop.Landings.Where(move => move.Branch == "main" && move.Actor == hub.App.Bot))
        {
            if (!shop.History.IsAncestor(move.Before, move.After))
            {
                yield return $"{move.After[..12]} does not descend from the base that it landed on";
            }

            if (!Tested(move))
            {
                yield return $"{move.After[..12]} landed without a green check on that very commit";
            }
        }

        if (ended && !shop.Marks.RunsOn(main).Any(run => run is { Name: Stage.Check, Conclusion: "success" }))
        {
            yield return "main does not end green";
        }

        foreach (var (number, scripted) in team.Pulls)
        {
            foreach (var broken in Broken(shop.Pulls[number], scripted))
            {
                yield return $"#{number} {scripted.Title}: {broken}";
            }
        }

        foreach (var revert in shop.Pulls.Values.Where(pull => pull.Author == hub.App.Bot && pull.IsMerged))
        {
            if (
                !team.Pulls.Values.Any(pull =>
                    pull.Truth == Truth.BadInProduction && revert.Title.Contains($"\"{pull.Title}\"", StringComparison.Ordinal)
                )
            )
            {
                yield return $"#{revert.Number} {revert.Title}: takes back what was innocent";
            }
        }

        var twins = shop.Landings.Where(move => move.Branch == "main").GroupBy(move => move.After).Where(moves => moves.Count() > 1);
        foreach (var twin in twins)
        {
            yield return $"{twin.Key[..12]} landed {twin.Count()} times";
        }
    }

    private bool Tested(Landing move) =>
        hub.Shop.Marks.RunsOn(move.After).Any(run => run is { Name: Stage.Check, Conclusion: "success" } && run.CompletedAt <= move.At);

    private IEnumerable<string> Broken(Pull pull, ScriptedPull scripted)
    {
        var comments = hub.Shop.Comments.Values.Count(comment => comment.Pull == pull && comment.Author == hub.App.Bot);
        if (comments > 2)
        {
            yield return $"has {comments} comments of the bot";
        }

        var fate = ending.Of(pull);
        if (!ended && fate is not (Fate.Landed or Fate.Ejected))
        {
            yield break;
        }

        var expected = scripted.Truth switch
        {
            Truth.Good or Truth.Flaky or Truth.BadInProduction => fate == Fate.Landed,
            Truth.BreaksAlone => fate == Fate.Ejected,
            Truth.GrantsItself => fate is Fate.Queued or Fate.Waiting or Fate.Held or Fate.Ejected,
            _ => fate is Fate.Landed or Fate.Ejected,
        };
        if (!expected)
        {
            yield return $"ended as {fate}, and is really {scripted.Truth}";
        }

        if (ended && scripted.Truth is Truth.BreaksTogether or Truth.Conflicts && fate == Fate.Landed == (Partner(scripted) == Fate.Landed))
        {
            yield return $"and its partner both ended as {fate}";
        }

        if (
            ended
            && scripted.Truth == Truth.BadInProduction
            && TreeEdit.At(hub.Shop.Git, hub.Shop.Git.Commit(hub.Shop.Branch("main")!)!.Tree, "lib/discount.awk") is { } file
            && System.Text.Encoding.UTF8.GetString(hub.Shop.Git.Blob(file.Sha)!).Contains("SHOP_LEDGER", StringComparison.Ordinal)
        )
        {
            yield return "was never taken back";
        }
    }

    private Fate Partner(ScriptedPull scripted) =>
        ending.Of(hub.Shop.Pulls[team.Pulls.First(pair => pair.Value.Title == scripted.With).Key]);
}
