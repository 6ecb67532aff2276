using Sluice.Bot.Api;
using Sluice.Flow;

namespace Sluice.Bot.Pages;

/// <summary>
/// Where the judge only watches: what it would have done, and what people did afterwards, so that a team can decide to let it act.
/// </summary>
internal static class ShadowPart
{
    public static Html Of(string repo, ShadowView shadow) => shadow.Cases.Count == 0 ? Html.Empty : Html.Of($"""
        <h2 id="shadow">Shadow review</h2>
        <p>Of {Plural.Of(shadow.Cases.Count, "canary", "canaries")} that it only watched (<code>canary.mode: shadow</code>), it would have rolled back {shadow.Caught + shadow.FalseAlarms + shadow.Open}:
        people took back {shadow.Caught} of them afterwards, {shadow.FalseAlarms} stayed for a day or more (false alarms), {shadow.Open} {Plural.Word(shadow.Open, "is", "are")} younger than that.
        It would have promoted {shadow.Missed + shadow.Quiet}, of which people took back {shadow.Missed} (missed), and asked about {shadow.Asked}. {Prose.Of(Advice(shadow))}</p>
        <div class="wide" tabindex="0" role="region" aria-label="Shadow review"><table>
        <thead><tr><th>Canary</th><th>Pull requests</th><th>It would have</th><th>Blamed</th><th>What came of it</th></tr></thead>
        <tbody>{Html.Join(shadow.Cases.Select(one => Row(repo, one)))}</tbody>
        </table></div>
        """);

    private static Html Row(string repo, ShadowCaseView one) => Html.Of($"""
        <tr><td><a href="/{Lists.Path(repo)}/deploys/{one.Canary}"><code>{one.Sha[..12]}</code></a></td><td>{Lists.Pulls(repo, one.Pulls)}</td>
        <td>{one.Would.Does switch { "roll_back" => "rolled it back", "promote" => "promoted it", _ => "asked a person" }} at {Times.At(one.Would.At)}</td>
        <td>{(one.Would.Blames is { } blames ? Html.Of($"{Lists.Pull(repo, blames.Pull)}{(one.BlamedRightly switch { true => ", rightly", false => ", wrongly", _ => "" })}") : Html.Empty)}</td>
        <td>{Tones.Mark(one.Came)} {(one.TakenBack.Count > 0 ? Html.Of($"taken back: {Lists.Pulls(repo, one.TakenBack)}{(one.EarlierSeconds is { } early ? $", {Times.Length(TimeSpan.FromSeconds(early))} after it would have been" : "")}") : Html.Empty)}</td></tr>
        """);

    private static string Advice(ShadowView shadow) =>
        shadow is { FalseAlarms: 0, Caught: > 0 } ? "It found nothing that people let stand: `mode: act` would have been right each time."
        : shadow.FalseAlarms > 0 ? "Look at its false alarms before you set `mode: act`: each has a receipt."
        : "";
}
