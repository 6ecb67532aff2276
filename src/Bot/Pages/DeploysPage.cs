using Sluice.Bot.Api;
using Sluice.Flow;
using Sluice.Flow.Release;

namespace Sluice.Bot.Pages;

/// <summary>What was deployed, and how it was judged; newest first.</summary>
internal static class DeploysPage
{
    /// <summary>So many are shown.</summary>
    private const int Most = 25;

    /// <param name="newest">How the evidence of the newest went; null: nothing was counted.</param>
    public static Html Of(
        string repo, IReadOnlyList<DeployView> deploys, CourseView? newest, ShadowView shadow, IReadOnlyList<DeployQueueView> queues, DateTimeOffset now) =>
        deploys.Count == 0 && queues.All(queue => queue.Pulls.Count == 0)
        ? Html.Of($"<div id=\"deploys\" data-live><p class=\"empty\">Nothing was deployed yet. A <code>canary</code> in <code>.github/sluice.yml</code> says where and how.</p></div>")
        : Html.Of($"""
            <div id="deploys" data-live>
            <p class="lede">{Summary(deploys)}</p>
            {Html.Join(queues.Select(queue => Kept(repo, queue)))}
            {ShadowPart.Of(repo, shadow)}
            {(deploys.Count == 0 ? Html.Empty : DeployCard.Of(repo, deploys[0], newest, now))}
            {(deploys.Count <= 1 ? Html.Empty : Html.Of($"<h2>Before</h2>{Html.Join(deploys.Skip(1).Take(Most - 1).Select(deploy => DeployCard.Of(repo, deploy, null, now)))}"))}
            </div>
            """);

    private static Html Kept(string repo, DeployQueueView queue) =>
        queue.Frozen is { } freeze ? Html.Of($"<p class=\"notice warn\"><strong>Frozen</strong> until {Times.At(freeze.Until)}: {freeze.Reason}. Nothing new goes to {queue.Environment}; what bakes goes on baking, and ways back and reverts go. This keeps {Lists.Pulls(repo, freeze.Pulls)}.</p>")
        : queue.Held is { } why ? Html.Of($"<p class=\"notice warn\"><strong>Nothing goes to {queue.Environment}</strong>: {Prose.Of(why)}. This keeps {Lists.Pulls(repo, queue.Pulls)}.</p>")
        : Html.Empty;

    /// <summary>How often it ended how, and how far the judge is to be trusted here.</summary>
    private static Html Summary(IReadOnlyList<DeployView> deploys)
    {
        var test = new SelfTest(deploys.Sum(deploy => deploy.SelfTest?.Runs ?? 0), deploys.Sum(deploy => deploy.SelfTest?.Alarms ?? 0));
        var promoted = deploys.Count(deploy => deploy.End == "promoted");
        return Html.Of($"{promoted} of the last {Plural.Of(deploys.Count, "canary", "canaries")} went on to production.{(test.Runs == 0 ? "" : $" Held against itself, the baseline was called worse {test} times.")}");
    }
}
