using System.Globalization;
using Sluice.Bot.Api;

namespace Sluice.Bot.Pages;

/// <summary>What waits for people, in the order in which their time prevents most.</summary>
internal static class ReviewPage
{
    /// <summary>So many are shown; a longer list is in the API.</summary>
    private const int Most = 100;

    public static Html Of(string repo, ReviewView review, DateTimeOffset now) => Html.Of($"""
        <div id="review" data-live>
        <p class="lede">What waits for a person, the most expected harm for each line that has to be read first. {Flowing(review)}</p>
        {(review.Waiting.Count == 0 ? Html.Of($"<p class=\"empty\">Nothing waits for anybody.</p>") : Html.Of($"<ol class=\"cards\">{Html.Join(review.Waiting.Take(Most).Select(entry => Card(repo, entry, now)))}</ol>"))}
        {(review.Waiting.Count > Most ? Html.Of($"<p class=\"quiet\">And {review.Waiting.Count - Most} more behind these.</p>") : Html.Empty)}
        </div>
        """);

    private static Html Flowing(ReviewView review) => review.Flowing switch
    {
        { Low: 0, Medium: 0, High: 0 } => Html.Of($"Nothing is in a queue now."),
        var queued => Html.Of($"In the queue, and waiting for nobody: {queued.Low} of low risk, {queued.Medium} of medium, {queued.High} of high."),
    };

    private static Html Card(string repo, ReviewEntry entry, DateTimeOffset now) => Html.Of($"""
        <li class="card"><header><h3>{entry.Place}. {Lists.Pull(repo, entry.Pull)} {entry.Title}</h3>{Tones.Mark(entry.Risk)} {Tones.Mark(entry.Kind)}{(entry.Origin == "none" ? Html.Empty : Html.Of($" <span class=\"mark agent\">{entry.Agent ?? entry.Origin}</span>"))}</header>
        <p class="quiet small">by {entry.Author} · {entry.Lines.ToString("#,0", CultureInfo.InvariantCulture)} lines · {FlowPage.Number(entry.HarmPerKloc)} expected bad changes for each thousand lines · waits {Times.Length(now - entry.Since)}</p>
        <p>{Prose.Of(entry.Asks, repo)}</p>
        {(entry.Reasons.Count == 0 ? Html.Empty : Html.Of($"<ul>{Html.Join(entry.Reasons.Select(reason => Html.Of($"<li>{Prose.Of(reason, repo)}</li>")))}</ul>"))}</li>
        """);
}
