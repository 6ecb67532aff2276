using Sluice.Flow.Policies;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release.Budgets;

public sealed class BurnRatesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Over_thirty_days_the_alarms_are_those_of_the_workbook() =>
        Assert.Equal(
            [(14.4, true), (6, true), (3, false), (1, false)],
            Of(Policy(30), _ => 0).Burns.Select(burn => (Math.Round(burn.Limit, 9), burn.Freezes))
        );

    [Fact]
    public void Over_four_weeks_eight_windows_are_counted() =>
        Assert.Equal(
            ["00:05:00", "00:30:00", "01:00:00", "02:00:00", "06:00:00", "1.00:00:00", "3.00:00:00", "28.00:00:00"],
            BurnRates.Windows(Policy(28)).Select(window => window.ToString("c"))
        );

    [Fact]
    public void A_window_of_a_day_has_no_alarm_below_what_the_objective_allows() =>
        Assert.All(Of(Policy(1), _ => 0).Burns, burn => Assert.InRange(burn.Limit, 0.9, double.MaxValue));

    [Theory]
    [InlineData(0, BudgetLevel.Normal)]
    [InlineData(0.49, BudgetLevel.Normal)]
    [InlineData(0.5001, BudgetLevel.Careful)]
    [InlineData(0.79, BudgetLevel.Careful)]
    [InlineData(0.81, BudgetLevel.Repairs)]
    [InlineData(0.99, BudgetLevel.Repairs)]
    [InlineData(1.0001, BudgetLevel.Frozen)]
    [InlineData(2, BudgetLevel.Frozen)]
    public void The_level_follows_what_is_spent(double spent, BudgetLevel level)
    {
        var budget = Of(Policy(28), window => window.TotalDays == 28 ? spent : 0);

        Assert.Equal(level, budget.Level);
        Assert.Equal(1 - spent, budget.Left!.Value, 9);
        Assert.False(budget.IsBurning);
    }

    [Theory]
    [InlineData(14, 14, true)]
    [InlineData(14, 13, false)]
    [InlineData(13, 14, false)]
    public void Errors_that_come_fast_over_an_hour_and_still_freeze_at_once(double hour, double minutes, bool freezes)
    {
        var budget = Of(
            Policy(28),
            window =>
                window.TotalHours == 1 ? hour
                : window.TotalMinutes == 5 ? minutes
                : 0
        );

        Assert.Equal(freezes ? BudgetLevel.Frozen : BudgetLevel.Normal, budget.Level);
        Assert.Equal(freezes, budget.IsBurning);
    }

    [Fact]
    public void A_slow_burn_makes_careful_and_no_more() =>
        Assert.Equal(
            BudgetLevel.Careful,
            Of(Policy(28), window => window.TotalDays is 1 or 3 || window.TotalHours is 2 or 6 ? 4 : 0).Level
        );

    [Fact]
    public void Where_nothing_was_asked_nothing_is_spent()
    {
        var budget = BurnRates.Of(Policy(28), BurnRates.Windows(Policy(28)).Select(window => new BudgetCount(window, 0, 0)).ToRow(), Now);

        Assert.Equal((BudgetLevel.Normal, 1.0), (budget.Level, budget.Left));
        Assert.Null(BurnRates.Share(budget, 5));
    }

    [Fact]
    public void Without_counts_nothing_is_known_and_nobody_waits()
    {
        var budget = BurnRates.Of(Policy(28), [], Now);

        Assert.Equal((BudgetLevel.Normal, null), (budget.Level, budget.Left));
        Assert.Empty(budget.Burns);
    }

    [Fact]
    public void An_errors_share_is_of_all_that_the_window_allows() =>
        Assert.Equal(0.05, BurnRates.Share(Of(Policy(28), _ => 0.2), 50)!.Value, 9);

    /// <summary>A million requests in each window, with so many errors that the budget burns at a rate.</summary>
    private static ErrorBudget Of(BudgetPolicy policy, Func<TimeSpan, double> rate) =>
        BurnRates.Of(
            policy,
            BurnRates.Windows(policy).Select(window => new BudgetCount(window, rate(window) * 1000, 1_000_000)).ToRow(),
            Now
        );

    private static BudgetPolicy Policy(int days) => new(0.999, TimeSpan.FromDays(days), "prod", "e", "t");
}
