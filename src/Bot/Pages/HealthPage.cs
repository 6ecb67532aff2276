using Sluice.Bot.Api;

namespace Sluice.Bot.Pages;

/// <summary>What keeps a repository's lanes from landing, and what each has learnt.</summary>
internal static class HealthPage
{
    public static Html Of(string repo, IReadOnlyList<string> outages, IReadOnlyList<LaneView> lanes, IReadOnlyList<DeployView> deploys, DateTimeOffset now) => Html.Of($"""
        <div id="health" data-live>
        <p class="lede">{(outages.Count > 0 || lanes.Any(NeedsSomebody) || deploys.Any(NeedsSomebody) ? "Somebody should look at what stands first here." : "Nothing keeps anything from landing.")}</p>
        {Html.Join(outages.Select(says => Html.Of($"<p class=\"notice warn\"><strong>A breaker is open.</strong> {says}</p>")))}
        {Html.Join(deploys.Where(NeedsSomebody).Select(deploy => Html.Of($"<p class=\"notice warn\"><strong>The canary <a href=\"/{Lists.Path(repo)}/deploys/{deploy.Id}\">{deploy.Id}</a> waits for a person.</strong> {Prose.Of(deploy.Note, repo)}</p>")))}
        {Html.Join(lanes.Select(lane => Html.Of($"""
            <h2>{lane.Base} {Tones.Mark(lane.State)}</h2>
            {LanePage.Notices(repo, lane, now)}
            {LearntPart.Of(lane.Learnt)}
            {(Keeps(lane.Budget) ? BudgetPart.Of(repo, lane.Budget) : Html.Empty)}
            """)))}
        </div>
        """);

    private static bool NeedsSomebody(LaneView lane) =>
        lane.State is "halted" or "paused" or "frozen" or "base_red" || lane.BrokenPolicy is not null || lane.Breaker is not null || Keeps(lane.Budget);

    private static bool Keeps(BudgetView? budget) => budget is { Level: "repairs" or "frozen" };

    private static bool NeedsSomebody(DeployView deploy) => deploy is { State: "asking", Ended: null };
}
