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
        var (pull, standing, repo) = (view.Telling.Pull, view.Telling.Standing, view.Repository.FullName);
        var reasons = Reasons.Of(view.Telling);
        return Html.Of($"""
            <div id="pull" data-live>
            <p class="lede">by {pull.Author.Login} onto <a href="/{Lists.Path(repo)}/queue/{Lists.Path(pull.Base)}">{pull.Base}</a>, head <code>{pull.Head.Short}</code>, opened {Times.Ago(pull.Created, now)} · <a href="{web.AbsoluteUri.TrimEnd('/')}/{Lists.Path(repo)}/pull/{pull.Number}">on GitHub</a></p>
            <div class="notice {Tones.Of(Slugs.Of(standing.State))}"><p>{Tones.Mark(Slugs.Of(standing.State))} <strong>{Headlines.Of(standing)}.</strong> {Prose.Of(reasons[0].Says, repo)}</p>
            {(reasons[0].Change is { } change ? Html.Of($"<p>{Prose.Of(change)}</p>") : Html.Empty)}{ReasonsPart.Under(reasons, repo)}</div>
            {Checks(standing)}
            {ReasonsPart.Others(reasons, repo)}
            <h2>Story</h2>
            {PullStory.Of(repo, view, course, now)}
            </div>
            """);
    }

    private static Html Checks(Standing standing) => standing.Checks.Count == 0 ? Html.Empty : Html.Of($"""
        <div class="wide" tabindex="0" role="region" aria-label="Checks"><table><thead><tr><th>Check</th><th>Ended</th></tr></thead>
        <tbody>{Html.Join(standing.Checks.Take(50).Select(check => Html.Of($"<tr><td>{(IsWeb(check.Url) ? Html.Of($"<a href=\"{check.Url}\" rel=\"noreferrer\">{check.Name}</a>") : Html.Of($"{check.Name}"))}</td><td>{Tones.Mark(Slugs.Of(check.State))}</td></tr>")))}</tbody></table></div>
        """);

    /// <summary>Whoever reports a check chooses its address: it never is a script.</summary>
    private static bool IsWeb(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
}
