using Sluice.Bot.Api;
using Sluice.Flow;

namespace Sluice.Bot.Pages;

/// <summary>A repository at a glance: each of its lanes, and what was deployed last.</summary>
internal static class OverviewPage
{
    public static Html Of(string repo, IReadOnlyList<LaneView> lanes, IReadOnlyList<DeployView> deploys, DateTimeOffset now) => Html.Of($"""
        <div id="overview" data-live>
        <ul class="cards">{Html.Join(lanes.Select(lane => Lane(repo, lane)))}</ul>
        {(deploys.Count == 0 ? Html.Empty : Html.Of($"<h2>Deployed last</h2>{DeployCard.Of(repo, deploys[0], null, now)}"))}
        </div>
        """);

    private static Html Lane(string repo, LaneView lane) => Html.Of($"""
        <li class="card"><header><h2><a href="/{Lists.Path(repo)}/queue/{Lists.Path(lane.Base)}">Queue of {lane.Base}</a></h2>{Tones.Mark(lane.State)}</header>
        <p>{lane.Entries.Count} in line, {Plural.Of(lane.Builds.Count, "build")} in flight{(lane.BrokenPolicy is null ? "" : "; its sluice.yml is broken")}</p></li>
        """);
}
