using Sluice.Bot.Api;

namespace Sluice.Bot.Pages;

/// <summary>A lane: who is in line, and what is being built.</summary>
internal static class LanePage
{
    public static Html Of(string repo, LaneView lane) => Html.Of($"""
        <p><span class="mark">{lane.State}</span> at <code>{lane.Head?[..12] ?? "an unknown commit"}</code></p>
        {(lane.Halted is { } why ? Html.Of($"<p><strong>The lane stands still.</strong> {Prose.Of(why)}</p>") : Html.Empty)}
        {(lane.Paused is { } pause ? Html.Of($"<p><strong>{pause.By} paused it</strong> {Lists.Time(pause.At)}: {pause.Reason}. Nothing lands; builds go on.</p>") : Html.Empty)}
        {Html.Join(lane.Frozen.Select(freeze => Html.Of($"<p><strong>Frozen</strong> until {Lists.Time(freeze.Until)}: {freeze.Reason}. Builds go on; this keeps {Lists.Pulls(repo, freeze.Pulls)}.</p>")))}
        {(lane.BaseRed.Count > 0 ? Html.Of($"<p><strong>{lane.Base} is red.</strong> {string.Join(", ", lane.BaseRed)} fails on it, so nobody is blamed for that.</p>") : Html.Empty)}
        <h2>In line</h2>
        {Entries(repo, lane)}
        <h2>Being built</h2>
        {Builds(repo, lane)}
        <h2>Learnt here</h2>
        {LearntPart.Of(lane.Learnt)}
        """);

    private static Html Entries(string repo, LaneView lane) => lane.Entries.Count == 0
        ? Html.Of($"<p class=\"quiet\">Nobody is in line.</p>")
        : Html.Of($"""
            <div class="wide"><table>
            <thead><tr><th>Place</th><th>Pull request</th><th>State</th><th>Author</th><th>Risk</th><th>Origin</th><th>Batch</th></tr></thead>
            <tbody>{Html.Join(lane.Entries.Select(entry => Entry(repo, entry)))}</tbody>
            </table></div>
            """);

    private static Html Entry(string repo, EntryView entry) => Html.Of($"""
        <tr><td>{entry.Position}</td><td>{Lists.Pull(repo, entry.Pull)}</td><td><span class="mark">{entry.State}</span></td><td>{entry.Author}</td><td>{entry.Risk}</td><td>{entry.Origin}</td><td><code>{entry.Batch}</code></td></tr>
        """);

    private static Html Builds(string repo, LaneView lane) => lane.Builds.Count == 0
        ? Html.Of($"<p class=\"quiet\">Nothing is being built.</p>")
        : Html.Of($"""
            <div class="wide"><table>
            <thead><tr><th>Build</th><th>Pull requests</th><th>State</th><th>Commit</th><th>Started</th></tr></thead>
            <tbody>{Html.Join(lane.Builds.Select(build => Build(repo, build)))}</tbody>
            </table></div>
            """);

    private static Html Build(string repo, BuildView build) => Html.Of($"""
        <tr><td><code>{build.Id}</code></td><td>{Lists.Pulls(repo, build.Pulls)}</td><td><span class="mark">{build.State}</span></td><td><code>{build.Sha?[..12]}</code></td><td>{Lists.Time(build.Started)}</td></tr>
        """);
}
