using Sluice.Bot.Api;

namespace Sluice.Bot.Pages;

/// <summary>Checks that fail by chance, and what that costs; and checks that never fail.</summary>
internal static class ChecksPart
{
    /// <summary>So often a check must have run before it means something that it never failed.</summary>
    private const int Often = 20;

    public static Html Of(IReadOnlyList<CheckView> checks)
    {
        var flaky = checks.Where(check => check is { Flakes: > 0, Runs: > 0 }).OrderByDescending(check => check.Flakes * check.Seconds).ThenBy(check => check.Name, StringComparer.Ordinal).ToList();
        var idle = checks.Where(check => check.Runs >= Often && check.Failures == 0).OrderByDescending(check => check.Runs * check.Seconds).ThenBy(check => check.Name, StringComparer.Ordinal).ToList();
        return Html.Of($"""
            {(flaky.Count == 0 ? Html.Of($"<p>No check is known to fail by chance.</p>") : Html.Of($"""
                <div class="wide" tabindex="0" role="region" aria-label="Checks that flake"><table><caption>Checks that fail by chance</caption>
                <thead><tr><th>Check</th><th class="number">By chance</th><th class="number">Of runs</th><th class="number">Lost to it</th></tr></thead>
                <tbody>{Html.Join(flaky.Select(check => Html.Of($"<tr><td>{check.Name}</td><td class=\"number\">{LanePage.Percent((double)check.Flakes / check.Runs)}</td><td class=\"number\">{check.Flakes} of {check.Runs}</td><td class=\"number\">{Times.Length(check.Flakes * check.Seconds)}</td></tr>")))}</tbody></table></div>
                """))}
            {(idle.Count == 0 ? Html.Empty : Html.Of($"""
                <div class="wide" tabindex="0" role="region" aria-label="Checks that never fail"><table><caption>Checks that never failed: they may prove nothing, or what they guard is safe</caption>
                <thead><tr><th>Check</th><th class="number">Runs</th><th class="number">Time spent</th></tr></thead>
                <tbody>{Html.Join(idle.Select(check => Html.Of($"<tr><td>{check.Name}</td><td class=\"number\">{check.Runs}</td><td class=\"number\">{Times.Length(check.Runs * check.Seconds)}</td></tr>")))}</tbody></table></div>
                """))}
            """);
    }
}
