using Sluice.Flow.Queue;

namespace Sluice.Flow;

/// <summary>Decides about one lane: what is built, whom a failure blames, what lands.</summary>
public static class LaneDecider
{
    /// <summary>How soon to look again while a candidate is being composed or a landing pushed, should nothing ring.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    public static Plan<LaneLedger, LaneMove> Decide(LaneSeen seen) => LaneTurn.Take(seen, Soon);
}
