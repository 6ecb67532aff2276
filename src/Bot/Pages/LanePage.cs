using System.Globalization;
using Sluice.Bot.Api;
using Sluice.Flow;

namespace Sluice.Bot.Pages;

/// <summary>A lane: who is in line, how risky and how long, and what is being built.</summary>
internal static class LanePage
{
    /// <summary>So many of the line are shown; a longer one is in the API.</summary>
    public const int Most = 200;

    /// <param name="lanes">All lanes of the repository.</param>
    /// <param name="titles">Of the pulls that are shown.</param>
    public static Html Of(string repo, LaneView lane, IReadOnlyList<string> lanes, IReadOnlyDictionary<int, string> titles, DateTimeOffset now) => Html.Of($"""
        <div id="lane" data-live>
        <p class="lede">{Tones.Mark(lane.State)} {(lane.Head is { } head ? Html.Of($"at <code>{head[..12]}</code>") : Html.Empty)}{Others(repo, lane, lanes)}</p>
        {Notices(repo, lane, now)}
        <dl class="tiles">
        <div class="tile"><dt>in line</dt><dd>{lane.Entries.Count}</dd></div>
        <div class="tile"><dt>being tested</dt><dd>{lane.Entries.Count(entry => entry.State == "testing")}</dd></div>
        <div class="tile"><dt>builds in flight</dt><dd>{lane.Builds.Count(build => build.State == "running")}</dd></div>
        <div class="tile"><dt>of agents</dt><dd>{lane.Entries.Count(entry => entry.Origin is "agent" or "assisted")}</dd></div>
        {(lane.Tide is { } tide ? Html.Of($"<div class=\"tile\"><dt>an hour, come and leave</dt><dd>{FlowPage.Number(tide.ArrivalsPerHour)} <small>in</small> {FlowPage.Number(tide.DrainsPerHour)} <small>out</small></dd></div><div class=\"tile\"><dt>to drain</dt><dd>{(tide.SecondsToDrain is { } drain ? Times.Length(drain) : "never")}</dd></div>") : Html.Empty)}
        <div class="tile"><dt>a build takes</dt><dd>{Times.Length(lane.Learnt.BuildSeconds)}</dd></div>
        </dl>
        <h2>In line</h2>
        {Entries(repo, lane, titles, now)}
        {Limits(lane)}
        <h2>Being built</h2>
        {BuildTree.Of(repo, lane, now)}
        {BudgetPart.Of(repo, lane.Budget)}
        </div>
        """);

    private static Html Others(string repo, LaneView lane, IReadOnlyList<string> lanes) =>
        Html.Join(lanes.Where(other => other != lane.Base).Select(other => Html.Of($" · <a href=\"/{Lists.Path(repo)}/queue/{Lists.Path(other)}\">{other}</a>")));

    /// <summary>What keeps it from landing.</summary>
    public static Html Notices(string repo, LaneView lane, DateTimeOffset now) => Html.Of($"""
        {(lane.Halted is { } why ? Html.Of($"<p class=\"notice bad\"><strong>The lane stands still.</strong> {Prose.Of(why, repo)}</p>") : Html.Empty)}
        {(lane.Paused is { } pause ? Html.Of($"<p class=\"notice warn\"><strong>{pause.By} paused it</strong> {Times.Ago(pause.At, now)}: {pause.Reason}. Nothing lands; builds go on.</p>") : Html.Empty)}
        {Html.Join(lane.Frozen.Select(freeze => Html.Of($"<p class=\"notice warn\"><strong>Frozen</strong> until {Times.At(freeze.Until)}: {freeze.Reason}. Builds go on; this keeps {Lists.Pulls(repo, freeze.Pulls)}.</p>")))}
        {(lane.Breaker is { } breaker ? Html.Of($"<p><strong>A breaker is {breaker.State.Replace('_', '-')}.</strong> {Prose.Of(breaker.Says)}{(breaker.Issue is { } issue ? Html.Of($" Issue #{issue} says the way out.") : Html.Empty)}</p>") : Html.Empty)}
        {(lane.BrokenPolicy is { } broken ? Html.Of($"<div class=\"notice bad\"><p><strong>The policy is broken.</strong> {Prose.Of(broken.Says)}</p><ul>{Html.Join(broken.Faults.Select(fault => Html.Of($"<li>line {fault.Line}, column {fault.Column}: {fault.Message}</li>")))}{(broken.More > 0 ? Html.Of($"<li>and {broken.More} more</li>") : Html.Empty)}</ul></div>") : Html.Empty)}
        {(lane.Tide is { Pressed: { } pressed } tide ? Html.Of($"<p class=\"notice warn\"><strong>Back-pressure.</strong> {pressed} {tide.Waiting} wait outside for it.</p>") : Html.Empty)}
        {(lane.BaseRed.Count > 0 ? Html.Of($"<p class=\"notice bad\"><strong>{lane.Base} is red.</strong> {string.Join(", ", lane.BaseRed)} fails on it, so nobody is blamed for that.</p>") : Html.Empty)}
        """);

    private static Html Entries(string repo, LaneView lane, IReadOnlyDictionary<int, string> titles, DateTimeOffset now) => lane.Entries.Count == 0
        ? Html.Of($"<p class=\"empty\">Nobody is in line. A pull request gets here by the label <code>queue</code> or the comment <code>/sluice queue</code>.</p>")
        : Html.Of($"""
            <div class="wide" tabindex="0" role="region" aria-label="In line"><table>
            <thead><tr><th class="number">Place</th><th>Pull request</th><th>State</th><th>Risk</th><th>From</th><th class="number">Waits</th><th class="number">About</th></tr></thead>
            <tbody>{Html.Join(lane.Entries.Take(Most).Select(entry => Entry(repo, entry, titles, now)))}</tbody>
            </table></div>
            {(lane.Entries.Count > Most ? Html.Of($"<p class=\"quiet\">And {lane.Entries.Count - Most} more behind these.</p>") : Html.Empty)}
            """);

    private static Html Entry(string repo, EntryView entry, IReadOnlyDictionary<int, string> titles, DateTimeOffset now) => Html.Of($"""
        <tr><td class="number">{entry.Position}</td><td>{Lists.Pull(repo, entry.Pull)} {titles.GetValueOrDefault(entry.Pull)}<br><span class="quiet small">{entry.Author}{(entry.Priority == "normal" ? "" : $" · {entry.Priority}")}</span>{(entry.Why is { } why ? Html.Of($"<br><span class=\"small\">{Prose.Of(why, repo)}</span>") : Html.Empty)}{(entry.ConflictsWith.Count > 0 ? Html.Of($"<br><span class=\"small\">conflicts with {Lists.Pulls(repo, entry.ConflictsWith)}, ahead of it</span>") : Html.Empty)}</td><td>{Tones.Mark(entry.State)}</td><td>{Tones.Mark(entry.Risk)}</td><td>{Origin(entry)}</td><td class="number">{Times.Length(now - entry.Since)}</td><td class="number">{(entry.EtaSeconds is { } eta ? $"{Times.Length(eta)} more" : "–")}</td></tr>
        """);

    private static Html Origin(EntryView entry) =>
        entry.Origin == "none" ? Html.Of($"<span class=\"quiet\">–</span>") : Html.Of($"<span class=\"mark agent\">{entry.Agent ?? entry.Origin}</span>");

    private static Html Limits(LaneView lane) => lane.Limits.Count == 0
        ? Html.Empty
        : Html.Of($"<details><summary>Limits</summary><ul>{Html.Join(lane.Limits.Select(limit => Html.Of($"<li>{limit.Because}{(limit.Waiting == 0 ? "" : $" {limit.Waiting} more {Plural.Word(limit.Waiting, "waits", "wait")} outside.")}</li>")))}</ul></details>");

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#}%");
}
