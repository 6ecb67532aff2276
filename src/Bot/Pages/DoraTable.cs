using System.Globalization;
using Sluice.Flow.Flows;

namespace Sluice.Bot.Pages;

/// <summary>The four figures, a row for each.</summary>
internal static class DoraTable
{
    public static Html Of(string label, string who, IEnumerable<Dora> rows) => Html.Of($"""
        <div class="wide" tabindex="0" role="region" aria-label="{label}"><table>
        <thead><tr><th>{who}</th><th class="number">Landed</th><th class="number">Live a day</th><th class="number">Lead, median</th><th class="number">Failed</th><th class="number">95% between</th><th class="number">Restored in</th><th class="number">Put out</th><th class="number">In flight</th><th class="number">CI minutes</th></tr></thead>
        <tbody>{Html.Join(rows.Select(Row))}</tbody>
        </table></div>
        """);

    private static Html Row(Dora row) => Html.Of($"""
        <tr><th scope="row">{row.Who}</th><td class="number">{row.Landed}</td><td class="number">{FlowPage.Number(row.PerDay)}</td><td class="number">{Times.Length(row.Lead?.Median)}</td><td class="number">{FlowPage.Share(row.Failed)}</td><td class="number">{Between(row.Failed)}</td><td class="number">{Times.Length(row.Restore?.Median)}</td><td class="number">{row.Ejected}</td><td class="number">{row.InFlight}</td><td class="number">{FlowPage.Number(row.CiMinutes)}</td></tr>
        """);

    private static string Between(Rate rate) => rate.Of == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{rate.Low * 100:0}–{rate.High * 100:0}%");
}
