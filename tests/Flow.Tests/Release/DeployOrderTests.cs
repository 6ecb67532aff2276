using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>Who goes first of what waits for an environment: reverts, then security, then the rest.</summary>
public sealed class DeployOrderTests
{
    [Fact]
    public void Security_goes_before_the_rest_with_what_it_stands_on_whatever_the_policys_limit()
    {
        Assert.Equal([1, 2], Batch(Priority.Normal, null));
        Assert.Equal([1, 2, 3, 4], Batch(Priority.Urgent, null));
    }

    [Fact]
    public void Security_goes_where_a_spent_budget_keeps_the_rest()
    {
        Assert.Empty(Batch(Priority.Normal, BudgetLevel.Frozen));
        Assert.Empty(Batch(Priority.High, BudgetLevel.Frozen));
        Assert.Equal([1, 2, 3, 4], Batch(Priority.Urgent, BudgetLevel.Frozen));
    }

    [Fact]
    public void A_revert_goes_before_a_canary_under_way_and_security_does_not()
    {
        Assert.Equal([1], UnderWay(fleet => fleet.Mark(2, pull => pull with { Priority = Priority.Urgent })));
        Assert.Equal([1, 2], UnderWay(fleet => fleet.Mark(2, pull => pull with { Reverts = [1] })));
    }

    [Fact]
    public void What_landed_after_a_revert_does_not_go_with_it_through_an_open_breaker()
    {
        var now = new Fleet().Now;
        var open = new Breaker(BreakerKind.Deploys, BreakerState.Open, now, 1, now.AddMinutes(30));
        var fleet = new Fleet(ledger: EnvironmentLedger.New with { Breakers = [open] });
        fleet.Land(1);
        fleet.Land([2], 0.01, reverts: [1]);
        fleet.Land(3);
        fleet.Turn();

        Assert.Equal([1, 2], fleet.Ledger.Canary!.Pulls.Select(pull => pull.Number));
        Assert.Equal([3], fleet.Ledger.Waiting.Select(pull => pull.Number));
    }

    /// <summary>Two a batch; the fourth of five has the priority.</summary>
    private static IEnumerable<int> Batch(Priority fourth, BudgetLevel? level)
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], MaxPulls = 2 },
        };
        fleet.Budget = level is { } left ? new ErrorBudget(left, 0, 100, [], fleet.Now) : null;
        foreach (var number in Enumerable.Range(1, 5))
        {
            fleet.Land(number);
        }

        fleet.Mark(4, pull => pull with { Priority = fourth });
        fleet.Turn();
        return fleet.Ledger.Canary?.Pulls.Select(pull => pull.Number) ?? [];
    }

    private static IEnumerable<int> UnderWay(Action<Fleet> mark)
    {
        var fleet = new Fleet();
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Baking);
        fleet.Land(2);
        mark(fleet);
        fleet.Turn();
        return fleet.Ledger.Canary!.Pulls.Select(pull => pull.Number);
    }
}
