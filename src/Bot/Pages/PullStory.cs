using System.Text.Json;
using Sluice.Bot.Api;
using Sluice.Bot.Pages.Charts;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Pages;

/// <summary>
/// The story of one pull request, from its opening to the verdict: each step with its reason, and how long the one before it lasted.
/// </summary>
internal static class PullStory
{
    public static Html Of(string repo, PullView view, CourseView? course, DateTimeOffset now)
    {
        var pull = view.Telling.Pull;
        var rows = Told(view.Story).ToList();
        var times = rows.Select(row => row.At).Prepend(pull.Created).ToList();
        return Html.Of($"""
            <ol class="story">
            <li><strong>Opened</strong> by {pull.Author.Login} <span class="when">{Times.At(pull.Created)}</span></li>
            {Html.Join(rows.Select((row, index) => Line(repo, row, row.At - times[index])))}
            {(rows.Count == 0 ? Html.Of($"<li class=\"quiet\">Nothing has happened since, for {Times.Length(now - pull.Created)}.</li>") : Html.Empty)}
            </ol>
            {(course is null || Canary(rows) is not { } canary ? Html.Empty : Html.Of($"<h2>Its canary</h2>{EvidenceChart.Of("evidence", course)}<p><a href=\"/{Lists.Path(repo)}/deploys/{canary}\">The canary</a>{(course.IsJudged ? Html.Of($" · <a href=\"/api/v1/repos/{Lists.Path(repo)}/deploys/{canary}/receipt\">its receipt</a>") : Html.Empty)}</p>"))}
            """);
    }

    /// <summary>The last canary that a story tells of; null: none.</summary>
    public static string? Canary(IEnumerable<JournalRow> story) =>
        story.Where(row => row.Subject.StartsWith("environment/", StringComparison.Ordinal)).Select(row => Named(row.Line.Data)).OfType<string>().LastOrDefault();

    /// <summary>Null: that line is about none, as what a change was charged.</summary>
    private static string? Named(string? data)
    {
        using var told = JsonDocument.Parse(data ?? "{}");
        return told.RootElement.TryGetProperty("canary", out var id) ? id.GetString() : null;
    }

    private static Html Line(string repo, JournalRow row, TimeSpan after) => Html.Of($"""
        <li class="{Tones.Of(row.Line.Kind)}">{Tones.Mark(row.Line.Kind)} <span class="when">{Times.At(row.At)}{(after >= TimeSpan.FromSeconds(1) ? $", {Times.Length(after)} later" : "")}</span>
        <p>{Prose.Of(row.Line.Says, repo)}</p></li>
        """);

    /// <summary>The same thing said again right after it was said is no news.</summary>
    private static IEnumerable<JournalRow> Told(IReadOnlyList<JournalRow> story) =>
        story.Where((row, index) => index == 0 || (row.Line.Kind, row.Line.Says) != (story[index - 1].Line.Kind, story[index - 1].Line.Says));
}
