namespace Sluice.Flow.Queue;

/// <summary>Which green build lands: what it brings against the stacked builds that it would break.</summary>
internal static class Landings
{
    public static void Choose(Sketch sketch)
    {
        if (!sketch.Sight.MayLand || sketch.Floor is not null)
        {
            return;
        }

        Candidate? best = null;
        (double Value, int Count, string Id) rank = default;
        foreach (var candidate in sketch.Candidates)
        {
            if (
                !candidate.Green
                || candidate.Content.Length == 0
                || !candidate.Flight.Fits
                || !candidate.Flight.Lands
                || !Array.TrueForAll(candidate.Content, sketch.Waits)
                || BreaksEmergency(sketch, candidate)
                || !Turnstile.Lets(sketch, candidate.Content)
            )
            {
                continue;
            }

            var value = Value(sketch, candidate);
            var better = (value, candidate.Content.Length, candidate.Flight.Id);
            if (value >= 0 && (best is null || better.CompareTo(rank) > 0))
            {
                (best, rank) = (candidate, better);
            }
        }

        if (best is not null)
        {
            sketch.LandOn(best);
        }
    }

    private static double Value(Sketch sketch, Candidate landing)
    {
        double gain = landing.Content.Length;
        if (sketch.Sight.Stalled || Array.Exists(landing.Content, place => CannotWait(sketch, place)))
        {
            return gain;
        }

        double loss = 0,
            rides = 0;
        foreach (var other in sketch.Candidates)
        {
            if (other.IsSpine && IsBroken(other, landing))
            {
                loss += Progress(sketch.Sight, other.Flight) * sketch.Odds.Good(other.Content) * other.Added;
            }
            else if (sketch.IsRidden(other) && IsBroken(other, landing))
            {
                // The same pulls ride in all of them.
                rides = Math.Max(rides, Progress(sketch.Sight, other.Flight) * sketch.Odds.Good(other.Content) * other.Added);
            }
        }

        return gain - (sketch.Knobs.Edge * (loss + rides));
    }

    /// <summary>It runs and would land, were it not for this landing.</summary>
    private static bool IsBroken(Candidate other, Candidate landing) =>
        !other.Green && other.Flight.Fits && !other.IsOn(landing.Flight.Id) && !landing.IsOn(other.Flight.Id);

    private static bool BreaksEmergency(Sketch sketch, Candidate landing) =>
        sketch.Candidates.Exists(other =>
            IsBroken(other, landing) && Array.Exists(other.Content, place => sketch.IsUrgent(place) && !landing.Holds(place))
        );

    private static bool CannotWait(Sketch sketch, int place) => sketch.IsUrgent(place) || Turnstile.IsDue(sketch, place);

    private static double Progress(Sight sight, Flight flight) =>
        flight.Started is not { } started ? 0
        : sight.BuildTime <= TimeSpan.Zero ? 0.5
        : Math.Clamp((sight.Now - started) / sight.BuildTime, 0, 0.95);
}
