using Sluice.Bot.Api;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Pages;

/// <summary>A pull request: where it stands, why, what to do, and how it came there.</summary>
internal static class PullPage
{
    public static Html Of(PullView view, Uri web)
    {
        var (pull, standing, assessment) = (view.Telling.Pull, view.Telling.Standing, view.Telling.Assessment);
        var repo = view.Repository.FullName;
        return Html.Of($"""
            <p>by {pull.Author.Login} · onto <a href="/{Lists.Path(repo)}/queue/{Lists.Path(pull.Base)}">{pull.Base}</a> · head <code>{pull.Head.Short}</code> ·
            <a href="{web.AbsoluteUri.TrimEnd('/')}/{Lists.Path(repo)}/pull/{pull.Number}">on GitHub</a></p>
            <p><span class="mark">{Slugs.Of(standing.State)}</span> <strong>{Headlines.Of(standing)}.</strong> {Prose.Of(Reason(standing))}</p>
            {(Advice.For(standing) is { } advice ? Html.Of($"<p>{Prose.Of(advice)}</p>") : Html.Empty)}
            {(assessment is null ? Html.Empty : Html.Of($"<p class=\"quiet\">{Prose.Of(Explanation.Line(assessment))}</p>"))}
            <h2>Story</h2>
            {(view.Story.Count == 0 ? Html.Of($"<p class=\"quiet\">Nothing has happened yet.</p>") : Html.Of($"<table><tbody>{Html.Join(Told(view.Story).Select(Line))}</tbody></table>"))}
            """);
    }

    private static Html Line(JournalRow row) =>
        Html.Of($"<tr><td class=\"quiet\">{Lists.Time(row.At)}</td><td><span class=\"mark\">{row.Line.Kind}</span></td><td>{Prose.Of(row.Line.Says)}</td></tr>");

    /// <summary>What the headline does not say already.</summary>
    private static string Reason(Standing standing) =>
        standing.State == PullState.Unqueued ? Sentences.Unqueued() : standing.Reason == Sentences.Queued(null) ? "" : standing.Reason;

    /// <summary>The same thing said again right after it was said is no news.</summary>
    private static IEnumerable<JournalRow> Told(IReadOnlyList<JournalRow> story) =>
        story.Where((row, index) => index == 0 || (row.Line.Kind, row.Line.Says) != (story[index - 1].Line.Kind, story[index - 1].Line.Says));
}
