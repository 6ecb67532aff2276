using Sluice.Bot.Api;
using Sluice.Flow.Release;

namespace Sluice.Bot.Pages;

/// <summary>What was deployed, and how it was judged; newest first.</summary>
internal static class DeploysPage
{
    public static Html Of(string repo, IReadOnlyList<DeployView> deploys) => deploys.Count == 0
        ? Html.Of($"<p class=\"quiet\">Nothing was deployed yet.</p>")
        : Html.Of($"""
            {Tested(deploys)}
            <div class="wide"><table>
            <thead><tr><th>Environment</th><th>Commit</th><th>Pull requests</th><th>State</th><th>Verdict</th><th>Started</th><th>Ended</th></tr></thead>
            <tbody>{Html.Join(deploys.Select(deploy => Deploy(repo, deploy)))}</tbody>
            </table></div>
            """);

    private static Html Deploy(string repo, DeployView deploy) => Html.Of($"""
        <tr><td>{deploy.Environment}</td><td><code>{deploy.Sha[..12]}</code></td><td>{Lists.Pulls(repo, deploy.Pulls)}</td><td><span class="mark">{deploy.State}</span></td><td>{deploy.Verdict} <span class="quiet">{Prose.Of(deploy.Says)}</span>{Receipt(repo, deploy)}</td><td>{Lists.Time(deploy.Started)}</td><td>{Lists.Time(deploy.Ended)}</td></tr>
        """);

    /// <summary>How far the judge is to be trusted here.</summary>
    private static Html Tested(IReadOnlyList<DeployView> deploys)
    {
        var test = new SelfTest(deploys.Sum(deploy => deploy.SelfTest?.Runs ?? 0), deploys.Sum(deploy => deploy.SelfTest?.Alarms ?? 0));
        return test.Runs == 0 ? Html.Empty : Html.Of($"<p class=\"quiet\">Held against itself, the baseline was called worse {test} times.</p>");
    }

    /// <summary>What it was judged on, once it is judged to its end.</summary>
    private static Html Receipt(string repo, DeployView deploy) => deploy is { Verdict: not null, Ended: not null }
        ? Html.Of($" <a href=\"/api/v1/repos/{Lists.Path(repo)}/deploys/{deploy.Id}/receipt\">Receipt</a>")
        : Html.Empty;
}
