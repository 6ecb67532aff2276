using Sluice.Bot.Pages.Charts;
using Sluice.Flow.Flows;

namespace Sluice.Bot.Pages;

/// <summary>Track records of agents and of the accounts that open pull requests.</summary>
internal static class AgentsPage
{
    /// <summary>So many agents have a drawing of their own.</summary>
    private const int Drawn = 6;

    public static Html Of(FlowReport report, int days) => Html.Of($"""
        <div id="agents" data-live>
        <p class="lede">The last {days} days. A change failed when it was taken back, regressed on its canary, or had to be repaired; the interval says how far that can be told from so few.</p>
        {(report.ByAgent.Count == 0 ? Html.Of($"<p class=\"empty\">No pull request with evidence of an agent was queued in this time.</p>") : DoraTable.Of("Agents", "Agent", report.ByAgent))}
        {(report.ByAgent.Count == 0 ? Html.Empty : Html.Of($"<h2>Landed and failed over time</h2><div class=\"two\">{Html.Join(report.ByAgent.Where(agent => agent.Landed > 0).Take(Drawn).Select((agent, at) => Drawing(report, agent.Who, at)))}</div>"))}
        <h2>Accounts</h2>
        {(report.ByAuthor.Count == 0 ? Html.Of($"<p class=\"empty\">Nobody queued anything in this time.</p>") : DoraTable.Of("Accounts", "Opened by", report.ByAuthor))}
        </div>
        """);

    private static Html Drawing(FlowReport report, string agent, int at) => PeriodChart.Of(
        $"agent-{at}", agent, "changes, by when they landed", report.Periods, new("landed", "agent", period => Of(period, agent)?.Landed ?? 0), new("failed since", "bad", period => Of(period, agent)?.Failed ?? 0));

    private static AgentPeriod? Of(Period period, string agent) => period.Agents.FirstOrDefault(each => each.Agent == agent);
}
