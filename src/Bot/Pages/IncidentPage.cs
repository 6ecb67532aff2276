using Sluice.Flow.Release.Incidents;

namespace Sluice.Bot.Pages;

/// <summary>A regression from landing to revert.</summary>
internal static class IncidentPage
{
    public static Html Of(string repo, Incident incident) => Html.Of($"""
        <ul>{Html.Join(IncidentWords.Facts(incident).Select(fact => Html.Of($"<li>{Prose.Of(fact, repo)}</li>")))}</ul>
        <div class="wide"><table>
        <thead><tr><th>When</th><th>What</th><th></th></tr></thead>
        <tbody>{Html.Join(incident.Steps.Select(step => Html.Of($"<tr><td>{Times.At(step.At)}</td><td>{IncidentWords.Name(step.Kind)}</td><td>{Prose.Of(step.Says, repo)}</td></tr>")))}</tbody>
        </table></div>
        <p class="quiet"><a href="/{Lists.Path(repo)}/deploys/{incident.Canary.Id}">The canary</a> · <a href="/{Lists.Path(repo)}/deploys/{incident.Canary.Id}/incident.md">The same as Markdown</a></p>
        """);
}
