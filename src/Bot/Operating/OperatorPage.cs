using Sluice.Bot.Pages;
using Sluice.Flow;

namespace Sluice.Bot.Operating;

/// <summary>How the bot is, over all repositories, and what an operator can do about it.</summary>
internal static class OperatorPage
{
    public static Html Of(OperatorView view) => Html.Of($"""
        <div id="operator">
        {Switch(view)}
        <h2>Turns</h2>
        {(view.Trouble.Count == 0 ? Html.Of($"<p>None fails, is late, or runs for long.</p>") : Table("Turns in trouble", ["Subject", "What", "Attempts", "When", "Do"], view.Trouble.Select(turn => Turn(turn, view.Now)), 2))}
        <h2>Repositories</h2>
        {Table("Repositories", ["Repository", "In line", "Held", "Builds", "Lanes halted", "Lanes paused"], view.Repositories.Select(each => Repository(each.Name, each.State)), 1, 2, 3, 4, 5)}
        <h2>Breakers</h2>
        {Html.Join(view.Outages.Select(says => Html.Of($"<p class=\"notice bad\">{says}</p>")))}
        {(view.Breakers.Count == 0 ? Html.Of($"<p>{(view.Outages.Count == 0 ? "None is open." : "No other is open.")}</p>") : Html.Of($"<ul>{Html.Join(view.Breakers.Select(each => Html.Of($"<li><a href=\"/{Lists.Path(each.Repository)}/health\">{each.Repository}</a>: <code>{each.Subject}</code></li>")))}</ul>"))}
        <h2>Webhooks</h2>
        <p>{Plural.Of((int)view.Deliveries, "delivery", "deliveries")} within the last hour{(view.LastDelivery is { } last ? Html.Of($", the last {Times.Ago(last, view.Now)}") : Html.Empty)}.</p>
        <form method="post" action="/operator/sweep"><button>Look after everything now</button> <span class="quiet small">asks GitHub for what webhooks failed to tell, and for the deliveries that it could not make</span></form>
        <h2>GitHub's limits</h2>
        {(view.Rates.Count == 0 ? Html.Of($"<p>This replica has asked GitHub nothing yet.</p>") : Table("Limits", ["Who asks", "What", "Left this hour", "Begins anew", "Shut until"], view.Rates.Select(rate => Rate(rate, view.Now)), 2))}
        <h2>What operators did</h2>
        {(view.Acts.Count == 0 ? Html.Of($"<p class=\"quiet\">Nothing yet.</p>") : Table("Acts", ["When", "Who", "What", "About"], view.Acts.Select(act => Html.Of($"<tr><td>{Times.At(act.At)}</td><td>{act.Login}</td><td>{act.Act}</td><td>{act.About}</td></tr>"))))}
        </div>
        """);

    private static Html Switch(OperatorView view) => view.StandsStill
        ? Html.Of($"""
            <div class="notice bad"><p><strong>Everything stands still.</strong> No turn begins on any replica and the sweep only reads, so nothing lands, deploys or is written to GitHub. Webhooks are taken in and wait.</p>
            <form method="post" action="/operator/resume"><button>Go on</button></form></div>
            """)
        : Html.Of($"""
            <div class="notice good"><p><strong>Turns are taken.</strong></p>
            <form method="post" action="/operator/pause"><label for="why">Why everything shall stand still</label> <input id="why" name="about" maxlength="200" required> <button>Stop everything</button></form></div>
            """);

    private static Html Turn(TurnTrouble turn, DateTimeOffset now) => Html.Of($"""
        <tr><td><code>{turn.Subject}</code></td><td>{Tones.Mark(turn.What)}</td><td class="number">{turn.Attempts}</td><td>{Times.Ago(turn.At, now)}</td>
        <td><form method="post" action="/operator/ring"><input type="hidden" name="about" value="{turn.Subject}"><button>Take it now</button></form></td></tr>
        """);

    private static Html Repository(string name, RepositoryState state) => Html.Of($"""
        <tr><th scope="row"><a href="/{Lists.Path(name)}/health">{name}</a></th><td class="number">{state.InLine}</td><td class="number">{state.Held}</td><td class="number">{state.Builds}</td><td class="number">{state.Halted}</td><td class="number">{state.Paused}</td></tr>
        """);

    private static Html Rate(RateReading rate, DateTimeOffset now) => Html.Of($"""
        <tr><th scope="row">{rate.Caller}</th><td>{rate.Resource}</td><td class="number">{rate.Remaining}</td><td>{Times.Ago(rate.Reset, now)}</td><td>{(rate.Until is { } until ? Times.Ago(until, now) : Html.Of($"–"))}</td></tr>
        """);

    /// <param name="numbers">The columns that hold some.</param>
    private static Html Table(string label, string[] heads, IEnumerable<Html> rows, params int[] numbers) => Html.Of($"""
        <div class="wide" tabindex="0" role="region" aria-label="{label}"><table>
        <thead><tr>{Html.Join(heads.Select((head, at) => numbers.Contains(at) ? Html.Of($"<th class=\"number\">{head}</th>") : Html.Of($"<th>{head}</th>")))}</tr></thead>
        <tbody>{Html.Join(rows)}</tbody>
        </table></div>
        """);
}
