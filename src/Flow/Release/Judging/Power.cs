namespace Sluice.Flow.Release.Judging;

/// <summary>What a canary can see at all, so that a green is not a hollow one.</summary>
public static class Power
{
    private const double LongestMinutes = 60 * 24 * 365;

    /// <summary>
    /// About how long it takes until a canary that is <paramref name="ratio"/> times as bad is found out: the bound, and the price of not knowing
    /// the ratio, over the evidence that one minute brings on average.
    /// </summary>
    /// <param name="eventsPerMinute">On the baseline track alone.</param>
    /// <param name="share">The canary's share of the exposure, above 0 and below 1.</param>
    /// <param name="tick">The length of one, where counts are weighed down by their scatter; null: they are not.</param>
    /// <returns>Null: never, for want of events.</returns>
    public static TimeSpan? TimeToSee(double ratio, double eventsPerMinute, double share, Bounds bounds, TimeSpan? tick = null)
    {
        if (eventsPerMinute <= 0 || share is not (> 0 and < 1) || PerMinute(ratio, eventsPerMinute, share, bounds) is not (> 0 and var perMinute))
        {
            return null;
        }

        const int Grid = 6;
        var (minutes, tickMinutes) = (0.0, tick?.TotalMinutes ?? 0);
        var perTick = eventsPerMinute * tickMinutes;
        // The factor falls with the ticks, which are more the higher it is: a few rounds settle it.
        for (var round = 0; round < 40; round++)
        {
            var factor = tick is null ? 1 : Fano.Of(1, (int)Math.Min(minutes / tickMinutes, 1_000_000), perTick);
            minutes = ((factor * bounds.Harm) + Natural.Log(Grid)) / perMinute;
        }

        return minutes > LongestMinutes ? null : TimeSpan.FromMinutes(minutes);
    }

    private static double PerMinute(double ratio, double eventsPerMinute, double share, Bounds bounds)
    {
        var (with, without) = (ratio * share / ((ratio * share) + 1 - share), bounds.Tolerate * share / ((bounds.Tolerate * share) + 1 - share));
        var canary = eventsPerMinute * ratio * share / (1 - share);
        return (canary * Math.Log(with / without)) + (eventsPerMinute * Math.Log((1 - with) / (1 - without)));
    }
}
