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
        var breaker = new Breaker(BreakerKind.Deploys, state, Values.Noon, 1, null);
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

    [Fact]
    public void Blind_metrics_keep_nobody_from_landing()
    {
        var breaker = new Breaker(BreakerKind.Metrics, BreakerState.Open, Values.Noon, 1, null);

        Assert.NotNull(
            new Lane(Values.Entry(1)).Turn(seen => seen with { Breakers = [breaker] }).Compose().CheckAll(CheckState.Success).Ledger.Landing
        );
    }
}
