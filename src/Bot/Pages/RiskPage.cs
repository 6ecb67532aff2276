using System.Globalization;
using Sluice.Bot.Pages.Charts;
using Sluice.Flow;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Words;

namespace Sluice.Bot.Pages;

/// <summary>How far the risk label is to be trusted here.</summary>
internal static class RiskPage
{
    public static Html Of(TrackRecord record) => Html.Of($"""
        <div id="risk" data-live>
        {(record.Changes == 0 ? Html.Of($"<p class=\"empty\">No change has an outcome yet: it is known {Settled.Watched.TotalDays:0} days after a landing.</p>") : Told(record))}
        {(record.Early == 0 ? Html.Empty : Html.Of($"<p class=\"quiet\">{Plural.Of(record.Early, "change")} of the last {Settled.Watched.TotalDays:0} days {Plural.Word(record.Early, "was", "were")} taken back, regressed or repaired already. That counts when those days are over: what is bad is known sooner than what is good.</p>"))}
        </div>
        """);

    private static Html Told(TrackRecord record) => Html.Of($"""
        <p class="lede">Of {Plural.Of(record.Changes, "change")} whose end is known {record.Bad} {Plural.Word(record.Bad, "was", "were")} bad: taken back, regressed or repaired. Scores are those that were said before anybody knew.</p>
        <dl class="tiles">
        <div class="tile"><dt>Brier score <small>0 is perfect</small></dt><dd>{Number(record.Brier)}</dd></div>
        <div class="tile"><dt>always saying the mean would have</dt><dd>{Number(Mean(record))}</dd></div>
        <div class="tile"><dt>calibration error, ECE</dt><dd>{ReliabilityChart.Percent(record.Ece)}</dd></div>
        </dl>
        <div class="wide" tabindex="0" role="region" aria-label="Labels"><table><caption>What each label was worth</caption>
        <thead><tr><th>Label</th><th class="number">Changes</th><th class="number">Bad</th><th class="number">Share</th><th>Worth</th></tr></thead>
        <tbody>{Html.Join(record.Bands.Select(band => Html.Of($"<tr><td>{Tones.Mark(Slugs.Of(band.Band))}</td><td class=\"number\">{band.Changes}</td><td class=\"number\">{band.Bad}</td><td class=\"number\">{ReliabilityChart.Percent((double)band.Bad / band.Changes)}</td><td>{record.Worth(band.Band)}</td></tr>")))}</tbody>
        </table></div>
        {Html.Join(record.Audited.Select(band => Html.Of($"<p class=\"quiet\">Of {band.Changes} with {Slugs.Of(band.Band)} risk that needed one approval less by lot, {band.Bad} {(band.Bad == 1 ? "was" : "were")} bad ({ReliabilityChart.Percent((double)band.Bad / band.Changes)}).</p>")))}
        <div class="two">{ReliabilityChart.Of("reliability", record.Reliability)}
        <div class="wide" tabindex="0" role="region" aria-label="Said and happened"><table><caption>Said and happened</caption>
        <thead><tr><th>Scores</th><th class="number">Changes</th><th class="number">Said</th><th class="number">Happened</th></tr></thead>
        <tbody>{Html.Join(record.Reliability.Where(bin => bin.Count > 0).Select(bin => Html.Of($"<tr><td>{bin.From:0.00}–{bin.To:0.00}</td><td class=\"number\">{bin.Count}</td><td class=\"number\">{ReliabilityChart.Percent(bin.Predicted)}</td><td class=\"number\">{ReliabilityChart.Percent(bin.Happened)}</td></tr>")))}</tbody>
        </table></div></div>
        """);

    /// <summary>The Brier score of one who knows how often changes are bad, and nothing of the change.</summary>
    private static double Mean(TrackRecord record) => (double)record.Bad / record.Changes is var share ? share * (1 - share) : 0;

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–";
}
