using Sluice.Bot.Api;
using Sluice.Bot.Pages;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Pages;

public sealed class HealthPageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly BudgetPolicy Budget = new(0.999, TimeSpan.FromDays(30), "fleet", "errors", "total");

    [Fact]
    public void An_open_breaker_of_a_lane_is_something_to_look_at()
    {
        var page = Page(null, new BreakerView("ci", "open", "CI mostly fails.", Noon, null, null));

        Assert.Contains("Somebody should look", page, StringComparison.Ordinal);
        Assert.Contains("CI mostly fails.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BudgetLevel.Repairs)]
    [InlineData(BudgetLevel.Frozen)]
    public void A_spent_error_budget_is_something_to_look_at_and_told(BudgetLevel level)
    {
        var budget = BudgetView.Of(Budget, new ErrorBudget(level, -0.2, 0.001, [], Noon), []);
        var page = Page(budget, null);

        Assert.Contains("Somebody should look", page, StringComparison.Ordinal);
        Assert.Contains("-20% left", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_budget_that_keeps_nothing_nothing_is_said() =>
        Assert.Contains(
            "Nothing keeps anything from landing",
            Page(BudgetView.Of(Budget, new ErrorBudget(BudgetLevel.Careful, 0.2, 0.001, [], Noon), []), null),
            StringComparison.Ordinal
        );

    private static string Page(BudgetView? budget, BreakerView? breaker) =>
        HealthPage.Of("acme/shop", [], [LaneView.Of("main", null, LaneLedger.New, [], Noon, budget, breaker)], [], Noon).ToString();
}
