using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

public sealed class LaneBreakerTests
{
    [Theory]
    [InlineData(BreakerState.Open, Band.Low, Priority.Normal, false)]
    [InlineData(BreakerState.Open, Band.Low, Priority.Urgent, true)]
    [InlineData(BreakerState.HalfOpen, Band.Low, Priority.Normal, true)]
    [InlineData(BreakerState.HalfOpen, Band.Medium, Priority.Normal, false)]
    public void What_cannot_be_deployed_does_not_land(BreakerState state, Band band, Priority priority, bool lands)
    {
        var breaker = new Breaker(BreakerKind.Deploys, state, Values.Noon.AddHours(1), 1, null);
        var lane = new Lane(Values.Entry(1, priority: priority) with { Band = band })
            .Turn(seen => seen with { Breakers = [breaker] })
            .Compose()
            .CheckAll(CheckState.Success);

        Assert.Equal(lands, lane.Ledger.Landing is not null);
        if (!lands)
        {
            Assert.Equal(
                (PullState.Waiting, Code.BreakerOpen, QueueWords.BuiltMeanwhile(BreakerWords.Keeps(breaker))),
                (lane.Place(1).State, lane.Place(1).Code, lane.Place(1).Because)
            );
        }
    }

    [Theory]
    [InlineData(29, Band.Medium, false)]
    [InlineData(30, Band.Medium, true)]
    [InlineData(30, Band.High, false)]
    [InlineData(60, Band.High, true)]
    [InlineData(600, Band.High, true)]
    public void Where_nothing_of_less_risk_comes_to_be_tried_the_next_may_land(int minutes, Band band, bool lands) =>
        Assert.Equal(lands, Tried(minutes, band).Ledger.Landing is not null);

    [Fact]
    public void While_one_is_tried_or_waits_to_be_nothing_of_more_risk_lands()
    {
        Assert.Null(Tried(600, Band.Medium, seen => seen with { IsDeploying = true }).Ledger.Landing);
        Assert.Null(Tried(600, Band.Medium, seen => seen with { Undeployed = 1 }).Ledger.Landing);
        Assert.NotNull(Tried(0, Band.Low, seen => seen with { IsDeploying = true }).Ledger.Landing);
    }

    private static Lane Tried(int minutes, Band band, Func<LaneSeen, LaneSeen>? change = null)
    {
        var breaker = new Breaker(BreakerKind.Reverts, BreakerState.HalfOpen, Values.Noon.AddHours(1).AddMinutes(-minutes), 1, null);
        return new Lane(Values.Entry(1) with { Band = band })
            .Turn(seen => (change ?? (same => same))(seen with { Breakers = [breaker] }))
            .Compose()
            .CheckAll(CheckState.Success);
    }

    [Fact]
    public void Blind_metrics_keep_nobody_from_landing()
    {
        var breaker = new Breaker(BreakerKind.Metrics, BreakerState.Open, Values.Noon, 1, null);

        Assert.NotNull(
            new Lane(Values.Entry(1)).Turn(seen => seen with { Breakers = [breaker] }).Compose().CheckAll(CheckState.Success).Ledger.Landing
        );
    }
}
