using Sluice.Flow.Policies;
using Sluice.Flow.Release;

namespace Sluice.Flow.Tests.Release;

/// <summary>The policy lies on the base, and may change while a canary bakes by it: what was counted is not counted again.</summary>
public sealed class ChangedPolicyTests
{
    [Fact]
    public void Counts_of_a_stage_are_not_taken_again_under_another_weight()
    {
        var fleet = Baking();
        var before = fleet.Seen().Readings[0].Ticks.Count;

        fleet.Policy = fleet.Policy with { Weights = [10, 25, 50] };
        fleet.Turn();

        Assert.Equal(before, fleet.Seen().Readings[0].Ticks.Count);
    }

    [Fact]
    public void Ticks_stay_as_long_as_they_were_when_the_canary_began()
    {
        var fleet = Baking();
        var before = fleet.Seen().Readings[0].Ticks.Count;

        fleet.Policy = fleet.Policy with { Every = TimeSpan.FromSeconds(5) };
        fleet.Turn();
        fleet.Wait(TimeSpan.FromMinutes(1));
        fleet.Turn();

        Assert.Equal(before + 2, fleet.Seen().Readings[0].Ticks.Count);
    }

    [Fact]
    public void The_next_stage_is_counted_as_the_policy_has_it_by_then()
    {
        var fleet = Baking();
        fleet.Policy = fleet.Policy with { Weights = [5, 30, 50] };
        fleet.RunUntil(() => fleet.Ledger.Canary is { Weight: 1, Phase: CanaryPhase.Baking });
        fleet.Wait(TimeSpan.FromMinutes(1));
        fleet.Turn();

        Assert.EndsWith("-30", fleet.Seen().Readings[0].Ticks[^1].Deployment, StringComparison.Ordinal);
    }

    /// <summary>For two minutes, with hardly an error.</summary>
    private static Fleet Baking()
    {
        var fleet = new Fleet { ErrorsPerMinute = 0.1 };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Baking);
        fleet.Wait(TimeSpan.FromMinutes(2));
        fleet.Turn();
        return fleet;
    }
}
