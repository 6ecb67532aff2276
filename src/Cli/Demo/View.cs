using System.Globalization;
using Sluice.Hub;
using Sluice.Hub.Model;
using Spectre.Console;

namespace Sluice.Cli.Demo;

/// <summary>The demo as it goes, in the terminal: pull requests, candidates in CI, deployments. Read from the hub, as anybody could.</summary>
public sealed class View(HubServer hub, Team team, Ending ending)
{
    /// <summary>Narrower than this, lines would be cut where they say something.</summary>
    public const int Narrowest = 100;

    public Rows Draw() => hub.World.Do(() => new Rows(Pulls(), new Columns(Builds(), Deploys()).Collapse()));

    /// <summary>One line for terminals that cannot redraw, and for logs.</summary>
    public string Line() => hub.World.Do(() =>
    {
        var fates = team.Pulls.Keys.Select(number => ending.Of(hub.Shop.Pulls[number])).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{fates.Count} opened, {fates.Count(fate => fate == Fate.Landed)} landed, {fates.Count(fate => fate == Fate.Ejected)} ejected, {Candidates().Count()} candidates, {hub.Shop.Deployments.Count} deployments");
    });

    private Table Pulls()
    {
        var table = new Table().RoundedBorder().Title("pull requests");
        foreach (var heading in new[] { "#", "by", "title", "risk", "origin", "sluice" })
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        foreach (var pull in hub.Shop.Pulls.Values)
        {
            var by = team.Pulls.TryGetValue(pull.Number, out var scripted) ? scripted.By.Name : "sluice";
            table.AddRow(
                pull.Number.ToString(CultureInfo.InvariantCulture), by, Markup.Escape(Short(pull.Title, 34)), Label(pull, "risk/"), Label(pull, "origin/"), Says(pull));
        }

        return table;
    }

    private Table Builds()
    {
        var table = new Table().RoundedBorder().Title("candidates in CI").AddColumns("candidate", "check");
        foreach (var (branch, sha) in Candidates())
        {
            var check = hub.Shop.Marks.LatestRuns(sha).FirstOrDefault();
            table.AddRow(Markup.Escape(branch["sluice/queue/".Length..]), Colour(check?.Conclusion ?? check?.Status ?? "pushed"));
        }

        return table;
    }

    private Table Deploys()
    {
        var table = new Table().RoundedBorder().Title("deployments").AddColumns("environment", "stage", "commit", "state");
        foreach (var made in hub.Shop.Deployments.Values.TakeLast(8))
        {
            var stage = made.Payload?["sluice"]?["stage"]?.GetValue<string>() ?? "";
            table.AddRow(made.Environment, stage == "rollback" ? "[red]rollback[/]" : stage, made.Sha[..7], Colour(made.State));
        }

        return table;
    }

    private IEnumerable<KeyValuePair<string, string>> Candidates() =>
        hub.Shop.Branches.Where(branch => branch.Key.StartsWith("sluice/queue/", StringComparison.Ordinal));

    private string Says(Pull pull) => ending.Of(pull) switch
    {
        Fate.Landed when ending.Check(pull)?.Title?.Contains("revert", StringComparison.Ordinal) == true => $"[yellow]{Title(pull, "landed")}[/]",
        Fate.Landed => $"[green]{Title(pull, "landed")}[/]",
        Fate.Ejected => $"[red]{Title(pull, "ejected")}[/]",
        Fate.Held => $"[yellow]{Title(pull, "held")}[/]",
        _ => Title(pull, "–"),
    };

    private string Title(Pull pull, string otherwise) => Markup.Escape(Short(ending.Check(pull)?.Title ?? otherwise, 44));

    private static string Label(Pull pull, string prefix) =>
        pull.Labels.Keys.FirstOrDefault(label => label.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "";

    private static string Colour(string word) => word switch
    {
        "success" => "[green]success[/]",
        "failure" or "error" => $"[red]{word}[/]",
        _ => word,
    };

    private static string Short(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
