using System.Globalization;
using Sluice.Flow;
using Sluice.Hub;
using Sluice.Hub.Model;
using Spectre.Console;

namespace Sluice.Cli.Demo;

/// <summary>
/// The demo as it goes, in the terminal: pull requests, candidates in CI, deployments. Read from the hub, as anybody could.
/// </summary>
internal sealed class View(HubServer hub, Team team, Ending ending)
{
    /// <summary>Narrower than this, risk and origin are left to the page, and tables stand below each other.</summary>
    private const int Wide = 110;

    /// <summary>Lines that a table takes beside its rows: title, borders, headings.</summary>
    private const int Frame = 5;

    private const int LatestDeployments = 8;

    /// <summary>The newest pull requests that fit; all of them where nothing limits the height.</summary>
    public Rows Draw(int width, int height) =>
        hub.World.Do(() =>
        {
            var (builds, deploys) = (Builds(), Deploys());
            var below =
                width >= Wide
                    ? (
                        Lines: Math.Max(builds.Rows.Count, deploys.Rows.Count) + Frame,
                        Tables: (Spectre.Console.Rendering.IRenderable)new Columns(builds, deploys).Collapse()
                    )
                    : (builds.Rows.Count + deploys.Rows.Count + (2 * Frame), new Rows(builds, deploys));
            return new Rows(Pulls(width >= Wide, Math.Max(1, height - below.Lines - Frame)), below.Tables);
        });

    /// <summary>One line for terminals that cannot redraw, and for logs.</summary>
    public string Line() =>
        hub.World.Do(() =>
        {
            var fates = team.Pulls.Keys.Select(number => ending.Of(hub.Shop.Pulls[number])).ToList();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{fates.Count} opened, {fates.Count(fate => fate == Fate.Landed)} landed, {fates.Count(fate => fate == Fate.Ejected)} ejected, {Plural.Of(Candidates().Count(), "candidate")}, {Plural.Of(hub.Shop.Deployments.Count, "deployment")}"
            );
        });

    private Table Pulls(bool wide, int most)
    {
        var pulls = hub.Shop.Pulls.Values;
        var title = pulls.Count > most ? $"pull requests, the newest {most} of {pulls.Count}" : "pull requests";
        var table = new Table().RoundedBorder().Title(title);
        foreach (var heading in wide ? ["#", "by", "title", "risk", "origin", "sluice"] : new[] { "#", "by", "title", "sluice" })
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        foreach (var pull in pulls.TakeLast(most))
        {
            var number = pull.Number.ToString(CultureInfo.InvariantCulture);
            var by = team.Pulls.TryGetValue(pull.Number, out var scripted) ? scripted.By.Name : "sluice";
            table.AddRow(
                wide
                    ? [number, by, Markup.Escape(Short(pull.Title, 34)), Label(pull, "risk/"), Label(pull, "origin/"), Says(pull, 44)]
                    : [number, by, Markup.Escape(Short(pull.Title, 24)), Says(pull, 30)]
            );
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
        foreach (var made in hub.Shop.Deployments.Values.TakeLast(LatestDeployments))
        {
            var stage = made.Payload?["sluice"]?["stage"]?.GetValue<string>() ?? "";
            table.AddRow(made.Environment, stage == "rollback" ? "[red]rollback[/]" : stage, made.Sha[..7], Colour(made.State));
        }

        return table;
    }

    private IEnumerable<KeyValuePair<string, string>> Candidates() =>
        hub.Shop.Branches.Where(branch => branch.Key.StartsWith("sluice/queue/", StringComparison.Ordinal));

    private string Says(Pull pull, int most)
    {
        var says = Markup.Escape(Short(ending.Check(pull)?.Title ?? "Waits for who may queue it", most));
        return ending.Of(pull) switch
        {
            Fate.Landed when says.Contains("revert", StringComparison.Ordinal) => $"[yellow]{says}[/]",
            Fate.Landed => $"[green]{says}[/]",
            Fate.Ejected => $"[red]{says}[/]",
            Fate.Held => $"[yellow]{says}[/]",
            _ => says,
        };
    }

    private static string Label(Pull pull, string prefix) =>
        pull.Labels.Keys.FirstOrDefault(label => label.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "";

    private static string Colour(string word) =>
        word switch
        {
            "success" => "[green]success[/]",
            "failure" or "error" => $"[red]{word}[/]",
            _ => word,
        };

    private static string Short(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
