using Sluice.Bot.Api;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Bot.Pages;

/// <summary>A pull request: where it stands, why, what to do, and how it came there.</summary>
internal static class PullPage
{
    /// <param name="course">How the evidence of its canary went; null: it was on none.</param>
    public static Html Of(PullView view, Uri web, CourseView? course, DateTimeOffset now)
    {
        var (pull, standing, assessment) = (view.Telling.Pull, view.Telling.Standing, view.Telling.Assessment);
        var repo = view.Repository.FullName;
        return Html.Of($"""
            <div id="pull" data-live>
            <p class="lede">by {pull.Author.Login} onto <a href="/{Lists.Path(repo)}/queue/{Lists.Path(pull.Base)}">{pull.Base}</a>, head <code>{pull.Head.Short}</code>, opened {Times.Ago(pull.Created, now)} · <a href="{web.AbsoluteUri.TrimEnd('/')}/{Lists.Path(repo)}/pull/{pull.Number}">on GitHub</a></p>
            <div class="notice {Tones.Of(Slugs.Of(standing.State))}"><p>{Tones.Mark(Slugs.Of(standing.State))} <strong>{Headlines.Of(standing)}.</strong> {Prose.Of(Reason(standing), repo)}</p>
            {(Advice.For(standing) is { } advice ? Html.Of($"<p>{Prose.Of(advice)}</p>") : Html.Empty)}{(Meetings.Says(view.Telling.Meets) is { } meets ? Html.Of($"<p>{Prose.Of(meets, repo)}</p>") : Html.Empty)}{(view.Telling.HoldOver is { } over ? Html.Of($"<p>{Prose.Of(Holds.Over(over))}</p>") : Html.Empty)}</div>
            {Checks(standing)}
            {(assessment is null ? Html.Empty : Assessed(assessment))}
            <h2>Story</h2>
            {PullStory.Of(repo, view, course, now)}
            </div>
            """);
    }

    private static Html Assessed(Assessment assessment) => Html.Of($"""
        <div class="two"><section class="card"><header><h3>Risk</h3>{Tones.Mark(Slugs.Of(assessment.Risk.Band))} <span class="quiet small">{assessment.Risk.Score:0.00} · {assessment.Risk.Worth}</span></header>
        <ul>{Html.Join(assessment.Risk.Reasons.Take(8).Select(reason => Html.Of($"<li>{reason}</li>")))}</ul></section>
        <section class="card"><header><h3>Origin</h3>{Origin(assessment.Origin)}</header>
        {(assessment.Origin.Evidence.Count == 0 ? Html.Of($"<p class=\"quiet\">No evidence of an agent.</p>") : Html.Of($"<ul>{Html.Join(assessment.Origin.Evidence.Take(8).Select(each => Html.Of($"<li>{each.What} <span class=\"quiet small\">({each.Strength.ToString().ToLowerInvariant()})</span></li>")))}</ul>"))}</section></div>
        """);

    private static Html Origin(OriginAssessment origin) => origin.Class == OriginClass.None ? Html.Empty : Html.Of(
        $"<span class=\"mark agent\">{origin.Agent ?? Slugs.Of(origin.Class)}</span> <span class=\"quiet small\">{Slugs.Of(origin.Class)}{(origin.Level is { } level ? $", level {level}" : "")}{(origin.Sponsor is { } sponsor ? $", for {sponsor}" : "")}</span>");

    private static Html Checks(Standing standing) => standing.Checks.Count == 0 ? Html.Empty : Html.Of($"""
        <div class="wide" tabindex="0" role="region" aria-label="Checks"><table><thead><tr><th>Check</th><th>Ended</th></tr></thead>
        <tbody>{Html.Join(standing.Checks.Take(50).Select(check => Html.Of($"<tr><td>{(IsWeb(check.Url) ? Html.Of($"<a href=\"{check.Url}\" rel=\"noreferrer\">{check.Name}</a>") : Html.Of($"{check.Name}"))}</td><td>{Tones.Mark(Slugs.Of(check.State))}</td></tr>")))}</tbody></table></div>
        """);

    /// <summary>Whoever reports a check chooses its address: it never is a script.</summary>
    private static bool IsWeb(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    /// <summary>What the headline does not say already.</summary>
    private static string Reason(Standing standing) =>
        standing.State == PullState.Unqueued ? Sentences.Unqueued() : standing.Reason == Sentences.Queued(null) ? "" : standing.Reason;
}
