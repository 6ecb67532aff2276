namespace Sluice.Flow.Queue;

/// <summary>Which builds can no longer land, nor teach anything.</summary>
internal static class Cancellations
{
    public static void Choose(Sketch sketch)
    {
        foreach (var candidate in sketch.Candidates.ToList())
        {
            if (
                sketch.Candidates.Contains(candidate)
                && candidate.Flight.Id != sketch.Floor
                && !BelowFloor(sketch, candidate)
                && IsVain(sketch, candidate)
            )
            {
                sketch.Drop(candidate);
            }
        }
    }

    private static bool BelowFloor(Sketch sketch, Candidate candidate) => sketch.OnFloor is { } floor && floor.IsOn(candidate.Flight.Id);

    private static bool IsVain(Sketch sketch, Candidate candidate)
    {
        if (candidate.Content.Length == 0 || !Array.TrueForAll(candidate.Content, sketch.Waits))
        {
            return true;
        }

        if (!sketch.Valid(candidate))
        {
            // On an old base it still tells of those who were never green, and whom a red set blames.
            return candidate.Green || candidate.IsSpine || !Array.Exists(candidate.Content, place => Teaches(sketch, place));
        }

        if (candidate.Green || !candidate.IsSpine)
        {
            return false;
        }

        // It must have fallen since the start: a retry that was started against the odds is let run.
        var good = sketch.Odds.Good(candidate.Content);
        return good < sketch.Knobs.Lost && good < sketch.Knobs.LostShare * candidate.Flight.Odds;
    }

    private static bool Teaches(Sketch sketch, int place) =>
        sketch.Odds.Suspects(place) || sketch.Pull(place).Proof is null or { Doubted: true };
}
