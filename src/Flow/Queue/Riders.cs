namespace Sluice.Flow.Queue;

/// <summary>
/// Proven pulls ride in many builds, and would tie all red sets together into one knot. Those of whom nothing is to be feared even if every
/// failure that they were in counted against them are left out of the reckoning.
/// </summary>
internal static class Riders
{
    /// <param name="pulls">How many there are.</param>
    /// <param name="isProven">Was in a green build that nothing speaks against.</param>
    public static List<Observation> LeaveOut(
        List<Observation> reds,
        int pulls,
        Func<int, bool> isProven,
        Func<int, double> prior,
        double flake,
        double negligible
    )
    {
        double[]? feared = null;
        foreach (var red in reds)
        {
            var open = 1.0;
            foreach (var place in red.Suspects.AsSpan())
            {
                open *= isProven(place) ? 1 : 1 - prior(place);
            }

            // How much likelier the set is to fail with a bad rider than without one.
            var factor = 1 / (1 - (open * (1 - red.Chance(flake))));
            foreach (var place in red.Suspects.AsSpan())
            {
                if (isProven(place))
                {
                    feared ??= new double[pulls];
                    feared[place] = (feared[place] > 0 ? feared[place] : prior(place)) * factor;
                }
            }
        }

        // Who is proven is feared a little; of nobody else anything was noted.
        return feared is null
            ? reds
            :
            [
                .. reds.Select(red =>
                        red with
                        {
                            Suspects = red.Suspects.Where(place => feared[place] is 0 || feared[place] > negligible).ToRow(),
                        }
                    )
                    .Where(red => red.Suspects.Count > 0),
            ];
    }
}
