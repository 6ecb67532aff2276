namespace Sluice.Flow.Release.Judging;

/// <summary>What a canary can see at all, so that a green is not a hollow one.</summary>
public static class Power
{
    /// <summary>
    /// About how long it takes until a canary that is <paramref name="ratio"/> times as bad is found out: the bound, and the price of not knowing
    /// the ratio, over the evidence that one minute brings on average.
    /// </summary>
    /// <param name="eventsPerMinute">On the baseline track alone.</param>
    /// <param name="share">The canary's share of the exposure, above 0 and below 1.</param>
    /// <returns>Null: never, for want of events.</returns>
    public static TimeSpan? TimeToSee(double ratio, double eventsPerMinute, double share, Bounds bounds)
    {
        if (eventsPerMinute <= 0 || share is not (> 0 and < 1))
        {
            return null;
        }

        const int Grid = 6;
        var (with, without) = (ratio * share / ((ratio * share) + 1 - share), bounds.Tolerate * share / ((bounds.Tolerate * share) + 1 - share));
        var canary = eventsPerMinute * ratio * share / (1 - share);
        var perMinute = (canary * Math.Log(with / without)) + (eventsPerMinute * Math.Log((1 - with) / (1 - without)));
        var minutes = (bounds.Harm + Math.Log(Grid)) / perMinute;
        return perMinute <= 0 || minutes > 60 * 24 * 365 ? null : TimeSpan.FromMinutes(minutes);
    }
}
