using Sluice.Bot.Api;
using Sluice.Bot.Pages.Charts;

namespace Sluice.Bot.Pages;

/// <summary>One canary: what was on it, what became of it, and on what evidence.</summary>
internal static class DeployCard
{
    /// <param name="course">Null: it is not drawn here.</param>
    public static Html Of(string repo, DeployView deploy, CourseView? course, DateTimeOffset now) => Html.Of($"""
        <article class="card"><header><h3><a href="/{Lists.Path(repo)}/deploys/{deploy.Id}">{deploy.Environment} <code>{deploy.Sha[..12]}</code></a></h3>
        {Tones.Mark(deploy.Verdict)} {(deploy.End is { } end ? Tones.Mark(Ended(end)) : Tones.Mark(deploy.State))} <span class="quiet small">{Times.Ago(deploy.Started, now)}{(deploy.Ended is { } ended ? $", took {Times.Length(ended - deploy.Started)}" : "")}</span></header>
        <p>{Lists.Pulls(repo, deploy.Pulls)}</p>
        {(deploy.Says is null ? Html.Empty : Html.Of($"<p>{Prose.Of(deploy.Says, repo)}</p>"))}
        {(deploy.Note is null || deploy.Note == deploy.Says ? Html.Empty : Html.Of($"<p class=\"quiet\">{Prose.Of(deploy.Note, repo)}</p>"))}
        {(deploy.Culprit is { } culprit ? Html.Of($"<p class=\"notice bad\">{Lists.Pull(repo, culprit.Pull)} is to blame with {LanePage.Percent(culprit.Confidence)}. {Prose.Of(culprit.Evidence, repo)}{(deploy.Revert is { } revert ? Html.Of($" {Lists.Pull(repo, revert)} takes it back.") : Html.Empty)}</p>") : Html.Empty)}
        {(course is null ? Html.Empty : EvidenceChart.Of($"e-{deploy.Id}", course))}
        </article>
        """);

    /// <summary>All there is of one.</summary>
    public static Html Page(string repo, DeployView deploy, CourseView? course, DateTimeOffset now) => Html.Of($"""
        <div id="deploy" data-live>
        {Of(repo, deploy, course, now)}
        {(deploy.Sees is null ? Html.Empty : Html.Of($"<p><strong>Foreseen before it began:</strong> {Prose.Of(deploy.Sees)}</p>"))}
        {(deploy.Would is null ? Html.Empty : Html.Of($"<p class=\"notice\"><strong>Only watched:</strong> {Prose.Of(deploy.Would.Says, repo)}.</p>"))}
        {Metrics(deploy)}
        {Parts(repo, deploy)}
        {(deploy.Verdict == "regressed" ? Html.Of($"<p><a href=\"/{Lists.Path(repo)}/deploys/{deploy.Id}/incident\">The incident</a>, from the landing to the revert.</p>") : Html.Empty)}
        <p>{(deploy is { Verdict: not null, Ended: not null } ? Html.Of($"<a href=\"/api/v1/repos/{Lists.Path(repo)}/deploys/{deploy.Id}/receipt\">The receipt</a> holds every tick that it was judged on; <code>./sluice judge --receipt FILE</code> judges it again.") : Html.Empty)}</p>
        </div>
        """);

    private static Html Metrics(DeployView deploy) => deploy.Metrics.Count == 0 ? Html.Empty : Html.Of($"""
        <h2>Metrics</h2>
        <div class="wide" tabindex="0" role="region" aria-label="Metrics"><table>
        <thead><tr><th>Metric</th><th>Verdict</th><th>Counted</th></tr></thead>
        <tbody>{Html.Join(deploy.Metrics.Select(metric => Html.Of($"<tr><td>{metric.Name}</td><td>{Tones.Mark(metric.Verdict)}</td><td>{metric.Reason}</td></tr>")))}</tbody>
        </table></div>
        """);

    private static Html Parts(string repo, DeployView deploy) => deploy.Parts.Count == 0 ? Html.Empty : Html.Of($"""
        <h2>Parts that are tried</h2>
        <div class="wide" tabindex="0" role="region" aria-label="Parts"><table>
        <thead><tr><th>When</th><th>Pull requests</th><th>Verdict</th><th>Receipt</th></tr></thead>
        <tbody>{Html.Join(deploy.Parts.Select(part => Html.Of($"<tr><td>{Times.At(part.At)}</td><td>{Lists.Pulls(repo, part.Pulls)}</td><td>{(part.Verdict is { } verdict ? Tones.Mark(verdict) : Html.Of($"under way"))}</td><td>{(part is { Id: null } or { Verdict: null } ? Html.Empty : Html.Of($"<a href=\"/api/v1/repos/{Lists.Path(repo)}/deploys/{part.Id}/receipt\">its receipt</a>"))}</td></tr>")))}</tbody>
        </table></div>
        """);

    private static string Ended(string end) => end == "rolledback" ? "rolled_back" : end;
}
