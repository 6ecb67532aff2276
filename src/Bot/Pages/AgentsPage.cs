using Sluice.Bot.Api;
using Sluice.Bot.Pages.Charts;
using Sluice.Flow;
using Sluice.Flow.Flows;

namespace Sluice.Bot.Pages;

/// <summary>Track records of agents and of the accounts that open pull requests.</summary>
internal static class AgentsPage
{
    /// <summary>So many agents have a drawing of their own.</summary>
    private const int Drawn = 6;

    public static Html Of(FlowReport report, IReadOnlyList<LimitView> limits, int days) => Html.Of($"""
        <div id="agents" data-live>
        <p class="lede">The last {Plural.Of(days, "day")}. A change failed when it was taken back, regressed on its canary, or had to be repaired; the interval says how far that can be told from so few.</p>
        {Agents(report)}
        <h2>By model and version</h2>
        {Models(report)}
        <h2>Accounts</h2>
        {(report.ByAuthor.Count == 0 ? Html.Of($"<p class=\"empty\">Nobody queued anything in this time.</p>") : DoraTable.Of("Accounts", "Opened by", report.ByAuthor))}
        {Limits(limits)}
        </div>
        """);

    private static Html Agents(FlowReport report)
    {
        if (report.ByAgent.Count == 0)
        {
            return Html.Of($"<p class=\"empty\">No pull request with evidence of an agent was queued in this time.</p>");
        }

        var drawings = Drawings(report, report.ByAgent, "agent", period => period.Agents);
        return Html.Of($"{DoraTable.Of("Agents", "Agent", report.ByAgent)}<h2>Landed and failed over time</h2><div class=\"two\">{drawings}</div>");
    }

    private static Html Models(FlowReport report)
    {
        if (report.ByModel.Count == 0)
        {
            return Html.Of($"""
                <p class="quiet">No commit of an agent says which model it worked with
                (a name with a version in <code>Co-authored-by:</code> or <code>Assisted-by: AGENT:MODEL</code>).</p>
                """);
        }

        var drawings = Drawings(report, report.ByModel, "model", period => period.Models);
        return Html.Of($"{DoraTable.Of("By model and version", "Agent and model", report.ByModel)}<div class=\"two\">{drawings}</div>");
    }

    private static Html Drawings(FlowReport report, IEnumerable<Dora> rows, string id, Func<Period, Row<AgentPeriod>> of) =>
        Html.Join(rows.Where(row => row.Landed > 0).Take(Drawn).Select((row, at) => Drawing(report, row.Who, $"{id}-{at}", of)));

    private static Html Limits(IReadOnlyList<LimitView> limits) => limits.Count == 0 ? Html.Empty : Html.Of($"""
        <h2>Limits</h2>
        <p>How many pull requests each may have in the default branch's queue at a time. A clean landing widens it by one, a revert or a regression halves it, and both fade within a month or two. A maintainer who made none of them lets it begin anew with <code>/sluice reset-limits</code> on one of its pull requests.</p>
        <div class="wide" tabindex="0" role="region" aria-label="Limits"><table>
        <thead><tr><th>Whose</th><th class="number">At a time</th><th class="number">To begin with</th><th class="number">Clean landings</th><th class="number">Taken back</th><th class="number">Wait outside</th><th>Why</th></tr></thead>
        <tbody>{Html.Join(limits.Select(Limit))}</tbody>
        </table></div>
        """);

    private static Html Limit(LimitView limit) => Html.Of($"""
        <tr><th scope="row">{limit.Name}</th><td class="number">{limit.Limit}</td><td class="number">{limit.Begins}</td><td class="number">{limit.Clean}</td>
        <td class="number">{limit.Harmful}</td><td class="number">{limit.Waiting}</td><td>{limit.Because}</td></tr>
        """);

    private static Html Drawing(FlowReport report, string who, string id, Func<Period, Row<AgentPeriod>> of) => PeriodChart.Of(
        id, who, "changes, by when they landed", report.Periods, new("landed", "agent", period => Found(of(period), who)?.Landed ?? 0), new("failed since", "bad", period => Found(of(period), who)?.Failed ?? 0));

    private static AgentPeriod? Found(Row<AgentPeriod> told, string who) => told.FirstOrDefault(each => each.Agent == who);
}
