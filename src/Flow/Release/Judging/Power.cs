namespace Sluice.Flow.Release.Judging;

/// <summary>What a canary can see at all, so that a green is not a hollow one.</summary>
public static class Power
{
    private const double LongestMinutes = 60 * 24 * 365;

    /// <summary>
    /// About how long it takes until a canary that is <paramref name="ratio"/> times as bad is found out: the bound, and the price of not
    /// knowing the ratio, over the evidence that one minute brings on average.
    /// </summary>
    /// <param name="eventsPerMinute">On the baseline track alone.</param>
    /// <param name="share">The canary's share of the exposure, above 0 and below 1.</param>
    /// <param name="tick">The length of one, where counts are weighed down by their scatter; null: they are not.</param>
    /// <returns>Null: never, for want of events.</returns>
    public static TimeSpan? TimeToSee(double ratio, double eventsPerMinute, double share, Bounds bounds, TimeSpan? tick = null) =>
        share is > 0 and < 1 ? TimeToSee(ratio, eventsPerMinute / (1 - share), [new Stage(share, TimeSpan.Zero)], bounds, tick) : null;

    /// <summary>The same for a canary that is widened stage by stage.</summary>
    /// <param name="eventsPerMinute">On both tracks while all is well.</param>
    /// <param name="stages">At least one; the last one lasts.</param>
    /// <param name="tick">The length of one, where counts are weighed down by their scatter; null: they are not.</param>
    public static TimeSpan? TimeToSee(double ratio, double eventsPerMinute, Row<Stage> stages, Bounds bounds, TimeSpan? tick = null)
    {
        const int Grid = 6;
        if (eventsPerMinute <= 0 || PerMinute(ratio, eventsPerMinute, stages[^1].Share, bounds) <= 0)
        {
            return null;
        }

        var (minutes, tickMinutes) = (0.0, tick?.TotalMinutes ?? 0);
        var perTick = eventsPerMinute * (1 - stages[0].Share) * tickMinutes;
        // The factor falls with the ticks, which are more the higher it is: a few rounds settle it.
        for (var round = 0; round < 40; round++)
        {
            var factor = tick is null ? 1 : Fano.Of(1, (int)Math.Min(minutes / tickMinutes, 1_000_000), perTick);
            minutes = Minutes((factor * bounds.Harm) + Natural.Log(Grid));
        }

        return minutes > LongestMinutes ? null : TimeSpan.FromMinutes(minutes);

        double Minutes(double evidence)
        {
            var gone = 0.0;
            foreach (var stage in stages.SkipLast(1))
            {
                var perMinute = PerMinute(ratio, eventsPerMinute, stage.Share, bounds);
                if (perMinute * stage.Length.TotalMinutes >= evidence)
                {
                    return gone + (evidence / perMinute);
                }

                (gone, evidence) = (gone + stage.Length.TotalMinutes, evidence - (perMinute * stage.Length.TotalMinutes));
            }

            return gone + (evidence / PerMinute(ratio, eventsPerMinute, stages[^1].Share, bounds));
        }
    }

    /// <summary>Evidence that a minute brings on average.</summary>
    private static double PerMinute(double ratio, double eventsPerMinute, double share, Bounds bounds)
    {
        var (with, without) = (
            ratio * share / ((ratio * share) + 1 - share),
            bounds.Tolerate * share / ((bounds.Tolerate * share) + 1 - share)
        );
        var (canary, baseline) = (eventsPerMinute * share * ratio, eventsPerMinute * (1 - share));
        return (canary * Math.Log(with / without)) + (baseline * Math.Log((1 - with) / (1 - without)));
    }
}

/// <summary>A canary at one weight.</summary>
/// <param name="Share">Of the requests, above 0 and below 1.</param>
public sealed record Stage(double Share, TimeSpan Length);
