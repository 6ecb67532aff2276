using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release.Budgets;

public sealed class DeployBudgetTests
{
    [Theory]
    [InlineData(BudgetLevel.Repairs)]
    [InlineData(BudgetLevel.Frozen)]
    public void What_landed_waits_for_the_budget_and_a_revert_does_not(BudgetLevel level)
    {
        var fleet = new Fleet { Budget = Budget(level, 0.1) };
        fleet.Land(1);
        var plan = fleet.Turn();

        Assert.Null(fleet.Ledger.Canary);
        Assert.Equal(["held"], fleet.Story);
        Assert.Equal(fleet.Now.AddMinutes(1), plan.WakeAt);
        Assert.Empty(fleet.Turn().Journal);

        fleet.Land([2], 0.01, reverts: [9]);
        fleet.Turn();

        Assert.Equal([1, 2], fleet.Ledger.Canary!.Pulls.Select(pull => pull.Number));
        Assert.Null(fleet.Ledger.Held);
    }

    [Fact]
    public void When_some_is_left_again_it_goes_on()
    {
        var fleet = new Fleet { Budget = Budget(BudgetLevel.Frozen, 0) };
        fleet.Land(1);
        fleet.Turn();
        fleet.Budget = Budget(BudgetLevel.Careful, 0.3);
        fleet.Turn();

        Assert.NotNull(fleet.Ledger.Canary);
    }

    [Theory]
    [InlineData(Band.Low, 8)]
    [InlineData(Band.Medium, 2)]
    public void With_less_than_half_left_only_low_risk_is_deployed_in_company(Band band, int together)
    {
        var fleet = new Fleet { Budget = Budget(BudgetLevel.Careful, 0.3) };
        fleet.Policy = fleet.Policy with { MaxPulls = 8 };
        for (var number = 1; number <= 10; number++)
        {
            fleet.Land([number], 0.05, band);
        }

        fleet.Turn();

        Assert.Equal(together, fleet.Ledger.Canary!.Pulls.Count);
    }

    [Theory]
    [InlineData(null, 10)]
    [InlineData(1.0, 10)]
    [InlineData(0.5, 20)]
    [InlineData(0.1, 40)]
    [InlineData(-3.0, 40)]
    public void The_less_is_left_the_longer_it_bakes(double? left, int minutes)
    {
        var fleet = new Fleet { Budget = left is { } known ? Budget(BudgetLevel.Careful, known) : null, ErrorsPerMinute = 4000 };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary is { BakingSince: not null });
        var began = fleet.Ledger.Canary!.BakingSince!.Value;
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Promoting });

        Assert.InRange((fleet.Now - began).TotalMinutes, minutes - 0.1, minutes + 1);
    }

    [Fact]
    public void A_culprit_is_charged_what_it_cost()
    {
        var fleet = new Fleet { Budget = Budget(BudgetLevel.Normal, 0.9) };
        fleet.Badness[Fleet.Commit(1)] = 20;
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Reverting });
        var cost = fleet.Ledger.Canary!.Cost!;
        fleet.Land([2], 0.01, reverts: [1]);
        fleet.RunUntil(() => fleet.Ledger.Past.Count > 0);

        var line = Assert.Single(fleet.Journal, line => line.Kind == Spending.Kind);
        var spent = Spending.Read(line.Data!);
        Assert.Equal((1, "ada"), (spent.Pull, spent.Author));
        Assert.Equal(cost.Events, spent.Events, 9);
        Assert.Equal(cost.Events / 1000, spent.Share!.Value, 9);
        Assert.InRange(cost.Events, 5, 1000);
    }

    [Fact]
    public void Where_all_are_taken_back_together_each_is_charged_by_how_much_it_is_suspected()
    {
        var fleet = CanaryOfTen.With(4, policy: new CanaryPolicy { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Whole });
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Reverting });
        var (cost, suspects) = (fleet.Ledger.Canary!.Cost!, fleet.Ledger.Canary.Suspects);
        fleet.Land([11], 0.01, reverts: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        fleet.RunUntil(() => fleet.Ledger.Past.Count > 0);

        var sum = suspects.Where(each => each.Number is not null).Sum(each => each.Probability);
        var spent = fleet.Journal.Where(line => line.Kind == Spending.Kind).Select(line => Spending.Read(line.Data!)).ToList();
        Assert.Equal(10, spent.Count);
        Assert.All(
            spent,
            one => Assert.Equal(cost.Events * suspects.Single(each => each.Number == one.Pull).Probability / sum, one.Events, 9)
        );
    }

    private static ErrorBudget Budget(BudgetLevel level, double left) => new(level, left, 1000, [], default);
}
