using Sluice.Bot.Api;
using Sluice.Bot.Pages;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Pages;

public sealed class BudgetPartTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_each_pull_request_spent_is_shown_and_added_up_by_author_and_by_origin()
    {
        var page = Page(
            Spent(7, "ada", OriginClass.None, 120, 0.1),
            Spent(8, "robo[bot]", OriginClass.Agent, 600, 0.5),
            Spent(9, "Ada", OriginClass.Agent, 60, 0.05)
        );

        Assert.Contains("By origin: agent 55%, none 10%.", page, StringComparison.Ordinal);
        Assert.Contains("By author: robo[bot] 50%, ada 15%.", page, StringComparison.Ordinal);
        foreach (
            var (pull, author, origin, events, share) in new[]
            {
                (7, "ada", "none", 120, "10%"),
                (8, "robo[bot]", "agent", 600, "50%"),
                (9, "Ada", "agent", 60, "5%"),
            }
        )
        {
            Assert.Matches(
                $"#{pull}</a></td><td>{System.Text.RegularExpressions.Regex.Escape(author)}</td><td>{origin}</td><td>{events}</td><td>{share}</td>",
                page
            );
        }
    }

    [Fact]
    public void What_cannot_be_held_against_a_budget_is_counted_in_errors() =>
        Assert.Contains(
            "By author: ada 180 errors.",
            Page(Spent(7, "ada", OriginClass.None, 120, null), Spent(8, "ada", OriginClass.None, 60, 0.1)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Where_nobody_spent_anything_nobody_is_named() => Assert.DoesNotContain("By author", Page(), StringComparison.Ordinal);

    private static string Page(params SpentView[] spent) =>
        BudgetPart
            .Of(
                "acme/shop",
                BudgetView.Of(
                    new BudgetPolicy(0.999, TimeSpan.FromDays(30), "fleet", "errors", "total"),
                    new ErrorBudget(BudgetLevel.Careful, 0.35, 0.001, [], Noon),
                    spent
                )
            )
            .ToString();

    private static SpentView Spent(int pull, string author, OriginClass origin, double events, double? share) =>
        SpentView.Of(new Spending(pull, author, events, share), origin, Noon);
}
