using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>How much to add to log odds so that, on the whole, as much is predicted as happened.</summary>
internal static class Intercepts
{
    private const int Rounds = 50;

    /// <summary>
    /// Newton's method on the logistic loss. Half a bad and half a good change more are pretended, so that rows of one kind alone have an
    /// answer too.
    /// </summary>
    public static double Shift(IReadOnlyList<double> logOdds, IReadOnlyList<bool> bad, IReadOnlyList<double> weights)
    {
        var shift = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            var p = Odds.Probability(shift);
            var (slope, bend) = (p - 0.5, p * (1 - p));
            for (var at = 0; at < logOdds.Count; at++)
            {
                p = Odds.Probability(logOdds[at] + shift);
                slope += weights[at] * (p - (bad[at] ? 1 : 0));
                bend += weights[at] * p * (1 - p);
            }

            var step = Math.Clamp(-slope / bend, -2, 2);
            shift += step;
            if (Math.Abs(step) < 1e-10)
            {
                break;
            }
        }

        return shift;
    }
}
