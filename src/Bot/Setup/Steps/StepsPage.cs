using Sluice.Bot.Doctor;
using Sluice.Bot.Pages;
using Sluice.Flow;

namespace Sluice.Bot.Setup.Steps;

/// <summary>What is left to do after the App was registered, as a list that ticks itself off.</summary>
internal static class StepsPage
{
    public static Html Of(Standing standing, string? trouble)
    {
        var unwell = standing.Findings.Count(each => !each.IsWell);
        var lede = standing.Rooms.Count == 0 && standing.Findings.All(each => each.IsWell) ? "The App reaches no repository yet."
            : unwell == 0 ? "All is green: put the label queue on a pull request, or write /sluice queue on it."
            : $"{Plural.Of(unwell, "thing is", "things are")} left to do. Each is ticked off here once it is so.";
        return Html.Of($"""
            {(trouble is null ? Html.Empty : Html.Of($"<p role=\"alert\"><strong>{trouble}</strong></p>"))}
            <div id="steps" data-live>
            <p class="lede">{lede}</p>
            <section><h2>The App</h2>{Items(standing.Findings.Where(each => !standing.Rooms.Any(room => room.Repo.FullName == each.About)))}</section>
            {Html.Join(standing.Rooms.Select(room => Repository(room, standing)))}
            {(unwell == 0 && standing.Rooms.Count > 0 ? Html.Of($"<p><a href=\"/\">To the dashboard</a></p>") : Html.Empty)}
            </div>
            """);
    }

    private static Html Repository(Room room, Standing standing)
    {
        var findings = standing.Findings.Where(each => each.About == room.Repo.FullName).ToList();
        var mends = findings.Select(each => each.Mend).OfType<Mend>().Where(mend => mend is not Mend.Propose).ToList();
        var proposes = findings.Any(each => each.Mend is Mend.Propose);
        return Html.Of($"""
            <section><h2>{room.Repo.FullName}</h2>{Items(findings)}
            {Html.Join(mends.Select(mend => Rule(mend, room)))}
            {(room.Opened is { } pull ? Html.Of($"<p><a href=\"{pull}\">The pull request that sets it up</a> waits for you to merge it.</p>") : proposes ? Propose(room) : Html.Empty)}
            </section>
            """);
    }

    private static Html Items(IEnumerable<Finding> findings) => Html.Of($"<ul>{Html.Join(findings.Select(Item))}</ul>");

    private static Html Item(Finding finding) =>
        Html.Of($"<li>{(finding.IsWell ? "✓" : "✗")} {finding.Says}{(finding.Do is { } advice ? Html.Of($"<br>→ {Linked(advice)}") : Html.Empty)}</li>");

    /// <summary>An address at its end is one to click on.</summary>
    private static Html Linked(string advice) =>
        advice.LastIndexOf(": http", StringComparison.Ordinal) is >= 0 and var at && Uri.TryCreate(advice[(at + 2)..], UriKind.Absolute, out var url)
            ? Html.Of($"{advice[..at]}: <a href=\"{url.AbsoluteUri}\">{url.AbsoluteUri}</a>")
            : Html.Of($"{advice}");

    private static Html Rule(Mend mend, Room room)
    {
        var (what, which, says) = mend switch
        {
            Mend.LetPass pass => ("pass", $"{pass.Ruleset}", "Add the App to the bypass list"),
            Mend.Guard guard => ("guard", guard.Branch, $"Add the ruleset for {guard.Branch}"),
            _ => throw new InvalidOperationException("no such button"),
        };
        return room.MayRule
            ? Button(room, what, which, says)
            : Html.Of($"<p>The App has no right to change rulesets (<code>administration: write</code>), and need not have it: <a href=\"{mend.Where}\">do it in the repository's settings</a>.</p>");
    }

    private static Html Propose(Room room) => Html.Of($"""
        {Button(room, "propose", "", "Open the pull request that sets it up")}
        <p>It adds <code>.github/sluice.yml</code>{(room.MayWork ? Html.Of($", and <code>sluice/queue/**</code> and <code>sluice/try/**</code> to what the workflows run for.") : Html.Of($". What the workflows lack it says and does not do: the App has no right to change them (<code>workflows: write</code>), and need not have it."))}</p>
        """);

    private static Html Button(Room room, string what, string which, string says) => Html.Of($"""
        <form method="post" action="/setup"><input type="hidden" name="do" value="{what}"><input type="hidden" name="repo" value="{room.Repo.Id}"><input type="hidden" name="which" value="{which}"><p><button>{says}</button></p></form>
        """);
}
