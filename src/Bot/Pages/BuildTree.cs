using Sluice.Bot.Api;

namespace Sluice.Bot.Pages;

/// <summary>Candidates in flight: what is stacked on what, and which of them look for whom a failure is to blame.</summary>
internal static class BuildTree
{
    public static Html Of(string repo, LaneView lane, DateTimeOffset now) => Html.Of($"""
        {(lane.Builds.Count == 0 ? Html.Of($"<p class=\"empty\">Nothing is being built.</p>") : Html.Of($"<ul class=\"tree\">{Html.Join(Roots(lane).Select(build => Branch(repo, lane, build, now)))}</ul>"))}
        {(lane.Reds.Count == 0 ? Html.Empty : Html.Of($"<h3 class=\"between\">Failed together; one of each is to blame</h3><ul class=\"cards\">{Html.Join(lane.Reds.Select(red => Red(repo, red)))}</ul>"))}
        """);

    /// <summary>On the base, or on a build that is not in flight any more.</summary>
    private static IEnumerable<BuildView> Roots(LaneView lane) => lane.Builds.Where(build => lane.Builds.All(other => other.Id != build.Parent));

    private static Html Branch(string repo, LaneView lane, BuildView build, DateTimeOffset now)
    {
        var above = lane.Builds.Where(other => other.Parent == build.Id).ToList();
        return Html.Of($"""
            <li><div class="card"><header>{Tones.Mark(build.Kind == "side" && build.State == "running" ? "trying" : build.State)} <code>{build.Id}</code> {(build.Sha is { } sha ? Html.Of($"<span class=\"quiet small\">as <code>{sha[..12]}</code></span>") : Html.Empty)}</header>
            <p>{(build.Kind == "side" ? "Tries" : build.Parent is null ? "Tests" : "Adds")} {Lists.Pulls(repo, build.Adds)}{(build.Pulls.Count > build.Adds.Count ? Html.Of($" <span class=\"quiet\">to {build.Pulls.Count - build.Adds.Count} below</span>") : Html.Empty)}</p>
            <p class="quiet small">{Progress(build, now)} expected to pass with {LanePage.Percent(build.Odds)}</p></div>
            {(above.Count == 0 ? Html.Empty : Html.Of($"<ul>{Html.Join(above.Select(next => Branch(repo, lane, next, now)))}</ul>"))}</li>
            """);
    }

    private static Html Progress(BuildView build, DateTimeOffset now)
    {
        if (build is not { State: "running", Started: { } started })
        {
            return Html.Empty;
        }

        var gone = (now - started).TotalSeconds;
        if (build.ExpectedSeconds is not { } expected)
        {
            return Html.Of($"runs for {Times.Length(gone)},");
        }

        return Html.Of($"<progress aria-label=\"time of build {build.Id}\" max=\"{Math.Max(1, Math.Round(expected))}\" value=\"{Math.Round(Math.Min(gone, expected))}\"></progress> {Times.Length(gone)} of about {Times.Length(expected)},");
    }

    private static Html Red(string repo, RedView red) => Html.Of($"""
        <li class="card"><p>{Lists.Pulls(repo, red.Pulls)}</p><p class="quiet small">{string.Join(", ", red.Checks)} failed{(red.Times > 1 ? $" {red.Times} times" : "")}</p></li>
        """);
}
