using System.Globalization;
using Sluice.Bot.Api;
using Sluice.Flow;

namespace Sluice.Bot.Pages;

/// <summary>What is left of the error budget, and who spent of it.</summary>
internal static class BudgetPart
{
    public static Html Of(string repo, BudgetView? budget) => budget is null ? Html.Empty : Html.Of($"""
        <h2>Error budget</h2>
        <p><strong>{(budget.Left is { } left ? Percent(left) + " left" : "Not known")}</strong> of {Percent(1 - budget.Objective)} in {Plural.Of(budget.WindowSeconds / 86400, "day")}. {Prose.Of(budget.Says)}</p>
        {(budget.Spent.Count == 0 ? Html.Empty : Spent(repo, budget))}
        """);

    private static Html Spent(string repo, BudgetView budget) => Html.Of($"""
        <p class="quiet">By origin: {string.Join(", ", budget.Origins.Select(Told))}. By author: {string.Join(", ", budget.Authors.Select(Told))}.</p>
        <div class="wide"><table>
        <thead><tr><th>Pull request</th><th>Author</th><th>Origin</th><th>Errors caused</th><th>Of the budget</th><th>When</th></tr></thead>
        <tbody>{Html.Join(budget.Spent.Reverse().Select(one => Html.Of($"<tr><td>{Lists.Pull(repo, one.Pull)}</td><td>{one.Author}</td><td>{one.Origin}</td><td>{one.Events:0}</td><td>{(one.Share is { } share ? Percent(share) : "?")}</td><td>{Times.At(one.At)}</td></tr>")))}</tbody>
        </table></div>
        """);

    private static string Told(SpentBy by) => $"{by.Name} {(by.Share is { } share ? Percent(share) : by.Events.ToString("0", CultureInfo.InvariantCulture) + " errors")}";

    private static string Percent(double share) => share.ToString("0.##%", CultureInfo.InvariantCulture);
}
