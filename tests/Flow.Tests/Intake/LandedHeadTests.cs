using Sluice.Flow.Intake;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>Which head of a pull it is that landed.</summary>
public sealed class LandedHeadTests
{
    private static readonly PullSeen Queued = Pull.Seen().Labelled(Pull.Ada).Turned();

    /// <summary>The lane may take a head in the very moment in which another is pushed, and asked for.</summary>
    [Fact]
    public void What_landed_is_the_head_that_the_lane_had_and_a_newer_one_may_still_be_asked_for()
    {
        var pushed = Queued.Pushed().Turned().Said(Pull.Bo, "/sluice queue", minute: 40) with { Reviews = [] };
        Assert.Equal(Pull.Head(2), pushed.Turned().Ledger.Request!.Head);

        var landed = (pushed.Turned() with { Lane = Pull.Word(PullState.Landed, Code.Landed) with { Head = Pull.Head() } }).Turned();

        Assert.Equal((PullState.Landed, Pull.Head()), (landed.Ledger.Standing.State, landed.Ledger.Standing.Head!.Value));
        Assert.NotNull(landed.Said(Pull.Bo, "/sluice queue", minute: 50).Turned().Ledger.Request);
    }
}
