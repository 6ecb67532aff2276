using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

public sealed class LaneBudgetTests
{
    [Fact]
    public void What_is_kept_by_a_spent_budget_is_built_says_why_and_lands_when_some_is_left()
    {
        var lane = new Lane(Values.Entry(1))
            .Turn(seen => seen with { Budget = Budget(BudgetLevel.Frozen) })
            .Compose()
            .CheckAll(CheckState.Success);

        Assert.Null(lane.Ledger.Landing);
        Assert.Equal(BuildState.Green, lane.Only.State);
        Assert.Equal(
            (PullState.Waiting, Code.BudgetExhausted, QueueWords.BuiltMeanwhile(BudgetWords.Keeps(BudgetLevel.Frozen, false))),
            (lane.Place(1).State, lane.Place(1).Code, lane.Place(1).Because)
        );
        Assert.NotNull(lane.Plan.WakeAt);

        lane.Turn(seen => seen with { Budget = Budget(BudgetLevel.Normal) });

        Assert.Equal([1], lane.Ledger.Landing!.Pulls.Select(pull => pull.Number));
        Assert.Contains(lane.Plan.Journal, line => line.Kind == "budget");
    }

    [Theory]
    [InlineData(BudgetLevel.Careful, Priority.Normal, true)]
    [InlineData(BudgetLevel.Repairs, Priority.Normal, false)]
    [InlineData(BudgetLevel.Repairs, Priority.High, true)]
    [InlineData(BudgetLevel.Repairs, Priority.Urgent, true)]
    [InlineData(BudgetLevel.Frozen, Priority.High, false)]
    [InlineData(BudgetLevel.Frozen, Priority.Urgent, true)]
    public void Fixes_land_while_little_is_left_and_security_always(BudgetLevel level, Priority priority, bool lands)
    {
        var lane = new Lane(Values.Entry(1, priority: priority))
            .Turn(seen => seen with { Budget = Budget(level) })
            .Compose()
            .CheckAll(CheckState.Success);

        Assert.Equal(lands, lane.Ledger.Landing is not null);
    }

    [Theory]
    [InlineData(BudgetLevel.Repairs)]
    [InlineData(BudgetLevel.Frozen)]
    public void Reverts_always_land_and_others_do_not_go_with_them(BudgetLevel level)
    {
        var revert = Values.Entry(2) with { Reverts = [9] };
        var lane = new Lane(Values.Entry(1), revert)
            .Turn(seen => seen with { Budget = Budget(level) })
            .Compose()
            .CheckAll(CheckState.Success);

        Assert.Equal([2], lane.Ledger.Landing!.Pulls.Select(pull => pull.Number));
    }

    [Fact]
    public void A_landing_that_is_under_way_is_stopped()
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success);
        Assert.NotNull(lane.Ledger.Landing);

        lane.Turn(seen => seen with { Budget = Budget(BudgetLevel.Frozen) });

        Assert.DoesNotContain(lane.Plan.Moves, move => move is LaneMove.Land);
    }

    [Fact]
    public void With_less_than_half_left_only_low_risk_goes_in_company()
    {
        Entry[] risky = [.. Enumerable.Range(1, 4).Select(number => Values.Entry(number) with { Band = Band.Medium })];

        Assert.Equal(4, new Lane(risky).Turn().Ledger.Builds.Max(build => build.Members.Count));
        Assert.All(
            new Lane(risky).Turn(seen => seen with { Budget = Budget(BudgetLevel.Careful) }).Ledger.Builds,
            build => Assert.Single(build.Members)
        );
        Assert.Equal(
            4,
            new Lane([.. Enumerable.Range(1, 4).Select(number => Values.Entry(number))])
                .Turn(seen => seen with { Budget = Budget(BudgetLevel.Careful) })
                .Ledger.Builds.Max(build => build.Members.Count)
        );
    }

    [Fact]
    public void A_level_is_told_once()
    {
        var lane = new Lane(Values.Entry(1)).Turn(seen => seen with { Budget = Budget(BudgetLevel.Repairs) });
        Assert.Single(lane.Plan.Journal, line => line.Kind == "budget");

        Assert.DoesNotContain(lane.After(TimeSpan.FromMinutes(1)).Plan.Journal, line => line.Kind == "budget");
    }

    private static ErrorBudget Budget(BudgetLevel level) => new(level, 0.1, 1000, [], Values.Noon);
}
