using System.Text.Json;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Judging;

namespace Sluice.Flow.Tests.Release;

/// <summary>Numbers that a source may tell and that are no counts, and a policy that would divide by nothing: no turn throws.</summary>
public sealed class NoCountTests
{
    [Theory]
    [InlineData(2, 20, 1e200)]
    [InlineData(1e308, 1e308, null)]
    [InlineData(1e200, 20, 1e308)]
    public void What_is_too_large_to_be_a_count_is_none_and_the_turn_goes_on(double canary, double baseline, double? exposure)
    {
        var fleet = new Fleet();
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Baking);
        fleet.Wait(TimeSpan.FromMinutes(4));
        var ticks = Ticks
            .Due(fleet.Ledger.Canary, fleet.Policy, fleet.Now)
            .Select(due => new Tick(due.Deployment, due.Index, canary, baseline, 0.05) { Exposure = exposure })
            .ToRow();

        var plan = EnvironmentDecider.Decide(fleet.Seen() with { Readings = [new MetricReadings("errors", ticks, null)] });

        Assert.Equal(Verdict.Invalid, plan.Next.Canary!.Verdict!.Verdict);
        Assert.Contains("\"canary\"", JsonSerializer.Serialize(plan.Next, JsonSerializerOptions.Web), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_regression_cost_is_reckoned_without_it()
    {
        var fleet = new Fleet();
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Baking);
        fleet.Wait(TimeSpan.FromMinutes(10));
        var ticks = Ticks
            .Due(fleet.Ledger.Canary, fleet.Policy, fleet.Now)
            .Select(due => new Tick(due.Deployment, due.Index, due.Index < 2 ? 1e308 : 20, 20, 0.05))
            .ToRow();

        var canary = EnvironmentDecider.Decide(fleet.Seen() with { Readings = [new MetricReadings("errors", ticks, null)] }).Next.Canary!;

        Assert.Equal((Verdict.Regressed, 20.0 * (ticks.Count - 2)), (canary.Verdict!.Verdict, canary.Counted));
        Assert.InRange(canary.Cost!.Events, 300, 20 * ticks.Count);
    }

    [Theory]
    [InlineData(1e308, null)]
    [InlineData(double.PositiveInfinity, 40.0)]
    [InlineData(40.0, double.PositiveInfinity)]
    public void What_the_baseline_counted_before_is_not_known_where_it_is_no_count(double perMinute, double? requests)
    {
        var fleet = new Fleet { Traffic = [new MetricTraffic("errors", perMinute, null) { Requests = requests }] };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary?.Foresight is not null);

        Assert.Null(fleet.Ledger.Canary!.Foresight!.Doubling);
        Assert.Contains("\"foresight\"", JsonSerializer.Serialize(fleet.Ledger, JsonSerializerOptions.Web), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_read_in_vain_beside_true_counts_leaves_them_as_they_are()
    {
        var counted = Enumerable.Range(0, 40).Select(index => new Tick("d", index, 20, 20, 0.5) { Exposure = 100 }).ToRow();
        var spoiled = counted.Add(new Tick("d", 40, 20, 20, 0.5) { Exposure = 1e300 });

        var judgement = Judge.Of([new Measured("errors", spoiled)], new Bounds());

        Assert.Equal(Judge.Of([new Measured("errors", counted)], new Bounds()), judgement);
    }

    [Fact]
    public void A_canary_that_need_not_bake_is_promoted_where_the_baseline_was_counted_before()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], BakeMin = TimeSpan.Zero },
            Traffic = [new MetricTraffic("errors", 4000, null)],
            ErrorsPerMinute = 4000,
        };
        fleet.Land(1);

        fleet.Run(TimeSpan.FromHours(2));

        Assert.Equal(CanaryEnd.Promoted, Assert.Single(fleet.Ledger.Past).End);
    }
}
