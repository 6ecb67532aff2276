using System.Globalization;
using Sluice.Bot.Api;
using Sluice.Bot.Pages.Charts;
using Sluice.Flow;
using Sluice.Flow.Flows;

namespace Sluice.Bot.Pages;

/// <summary>How changes flow: where the time goes, whether more comes in than goes out, and whether people keep up.</summary>
internal static class FlowPage
{
    private static readonly int[] Spans = [7, 30, 90];

    /// <param name="checks">What the lane of the default branch has learnt of its checks.</param>
    public static Html Of(string repo, FlowReport report, int days, IReadOnlyList<CheckView> checks) => Html.Of($"""
        <div id="flow" data-live>
        <p class="lede">The last {Plural.Of(days, "day")}. {Html.Join(Spans.Where(span => span != days).Select(span => Html.Of($"<a href=\"/{Lists.Path(repo)}/flow?days={span}\">{span} days</a> ")))}</p>
        {Narrow(repo, report)}
        <dl class="tiles">
        <div class="tile"><dt>landed</dt><dd>{report.Landed}</dd></div>
        <div class="tile"><dt>lead time, median</dt><dd>{Times.Length(report.Lead?.Median)}</dd></div>
        <div class="tile"><dt>changes that failed</dt><dd>{(report.All.Failed is { Share: { } failed } rate ? Html.Of($"{LanePage.Percent(failed)} <small>{rate.Are} of {rate.Of}</small>") : Html.Of($"–"))}</dd></div>
        <div class="tile"><dt>time to restore, median</dt><dd>{Times.Length(report.All.Restore?.Median)}</dd></div>
        <div class="tile"><dt>live a day</dt><dd>{Number(report.All.PerDay)}</dd></div>
        <div class="tile"><dt>CI minutes a landing</dt><dd>{(report.CiMinutesPerLanded is { } minutes ? Number(minutes) : "–")}</dd></div>
        </dl>
        {(report.Landed == 0 ? Html.Of($"<p class=\"empty\">Nothing landed in this time.</p>") : StageBar.Of("stages", report))}
        {Stages(report)}
        <div class="two">
        {PeriodChart.Of("line", "Arrival and drain", "pull requests", report.Periods, new("came into line", "busy", period => period.Arrived), new("left it", "good", period => period.Drained))}
        {PeriodChart.Of("landings", "Landed and failed", "changes, by when they landed", report.Periods, new("landed", "good", period => period.Landed), new("failed since", "bad", period => period.Failed))}
        </div>
        <h2>DORA's four, by origin and agent</h2>
        {DoraTable.Of("By origin and agent", "Whose", [report.All, .. report.ByOrigin.Select(Named), .. report.ByAgent])}
        <h2>Do people keep up?</h2>
        {Load(report)}
        {PeriodChart.Of("load", "Opened, deployed and asked", "events", report.Periods, new("opened", "plain", period => period.Opened), new("deployed", "good", period => period.Deployed), new("questions, rollbacks, incidents", "bad", period => period.Asked))}
        <h2>Checks</h2>
        {ChecksPart.Of(checks)}
        </div>
        """);

    private static Html Narrow(string repo, FlowReport report) => report.Bottleneck is not { } narrow
        ? Html.Of($"<p class=\"notice good\">Nobody waits for anything.</p>")
        : Html.Of($"<p class=\"notice warn\"><strong>Now the most time is lost {StageBar.Name(narrow.Stage)}:</strong> {Plural.Of(narrow.Pulls, "pull request stands", "pull requests stand")} there, the oldest, {Lists.Pull(repo, narrow.Oldest)}, for {Times.Length(narrow.OldestSeconds)}.</p>");

    private static Html Stages(FlowReport report) => report.Stages.Count == 0 ? Html.Empty : Html.Of($"""
        <div class="wide" tabindex="0" role="region" aria-label="Stages"><table>
        <thead><tr><th>Stage</th><th class="number">Mean</th><th class="number">Median</th><th class="number">95 of 100 within</th></tr></thead>
        <tbody>{Html.Join(report.Stages.Select(stage => Row(StageBar.Name(stage.Stage), stage.Length)))}{(report.Lead is { } lead ? Row("from opening into production", lead) : Html.Empty)}</tbody>
        </table></div>
        """);

    private static Html Row(string name, Length length) =>
        Html.Of($"<tr><td>{name}</td><td class=\"number\">{Times.Length(length.Mean)}</td><td class=\"number\">{Times.Length(length.Median)}</td><td class=\"number\">{Times.Length(length.P95)}</td></tr>");

    private static Html Load(FlowReport report)
    {
        var load = report.Load;
        return Html.Of($"""
            <p>{Plural.Of(load.Questions, "question")} to people, {Plural.Of(load.Rollbacks, "rollback")} and {Plural.Of(load.Incidents, "incident")}{(load.PerHundred is { } all ? $": {Number(all)} for each hundred landings" : "")}, beside {report.Opened} opened and {report.Landed} landed.</p>
            {(load is { Growth: { } growth, Earlier: { } earlier, Later: { } later } ? Html.Of($"<p class=\"notice {(load.Outgrows ? "bad" : "good")}\"><strong>{(load.Outgrows ? "The velocity outgrows those who operate it." : "People keep up.")}</strong> In the later half {Number(growth)} times as much landed as in the earlier, and each hundred landings brought {Number(later)} rollbacks, incidents and questions of a canary instead of {Number(earlier)}.</p>") : Html.Of($"<p class=\"quiet\">Too little landed to compare the halves of this time.</p>"))}
            """);
    }

    /// <summary>An account may be called none, an origin is.</summary>
    private static Dora Named(Dora origin) => origin.Who == "none" ? origin with { Who = "no agent evidence" } : origin;

    public static string Share(Rate rate) => rate.Share is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#}% ({rate.Are} of {rate.Of})")
        : "–";

    public static string Number(double value) => value.ToString(value < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture);
}
