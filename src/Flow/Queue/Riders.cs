namespace Sluice.Flow.Queue;

/// <summary>
/// Proven pulls ride in many builds, and would tie all red sets together into one knot. Those of whom nothing is to be feared even if every failure that
/// they were in counted against them are left out of the reckoning.
/// </summary>
internal static class Riders
{
    /// <param name="isProven">Was in a green build that nothing speaks against.</param>
    public static List<Observation> LeaveOut(List<Observation> reds, Func<int, bool> isProven, Func<int, double> prior, double flake, double negligible)
    {
        var feared = new SortedDictionary<int, double>();
        foreach (var red in reds)
        {
            var open = 1.0;
            foreach (var place in red.Suspects)
            {
                open *= isProven(place) ? 1 : 1 - prior(place);
            }

            // How much likelier the set is to fail with a bad rider than without one.
            var factor = 1 / (1 - (open * (1 - red.Chance(flake))));
            foreach (var place in red.Suspects)
            {
                if (isProven(place))
                {
                    feared[place] = (feared.TryGetValue(place, out var before) ? before : prior(place)) * factor;
                }
            }
        }

        return feared.Count == 0
            ? reds
            : [.. reds.Select(red => red with { Suspects = red.Suspects.Where(place => !feared.TryGetValue(place, out var fear) || fear > negligible).ToRow() })
                .Where(red => red.Suspects.Count > 0)];
    }
}
