using System.Globalization;
using Sluice.Flow.Release.Judging;

namespace Sluice.Flow.Release;

/// <summary>
/// The judge, tried on a comparison whose answer is known: of the baseline's ticks every other one against the ones between. Nothing
/// differs, so whatever it calls worse is a false alarm, with this repository's own traffic, scatter and rhythm. The canary's counts take
/// no part, so that it does not matter how a canary ended.
/// </summary>
public static class Calibration
{
    /// <summary>A rate above α is chance at first: one that chance gives less often than this is not.</summary>
    private const double Surely = 0.001;

    /// <summary>Both ways round for each metric: either half stands for the canary once.</summary>
    internal static SelfTest Of(Row<Measured> metrics, Bounds bounds)
    {
        var (runs, alarms) = (0, 0);
        foreach (var metric in metrics)
        {
            foreach (var swapped in new[] { false, true })
            {
                var halves = metric with { Ticks = Halves(metric.Ticks, swapped), Trouble = null, Usual = null };
                if (halves.Ticks.Count > 0)
                {
                    (runs, alarms) = (runs + 1, alarms + (Alarms(halves, bounds) ? 1 : 0));
                }
            }
        }

        return new SelfTest(runs, alarms);
    }

    /// <summary>Over all canaries that are remembered.</summary>
    public static SelfTest Of(EnvironmentLedger ledger) =>
        new(
            ledger.Past.Sum(canary => canary.SelfTest?.Runs ?? 0) + (ledger.Canary?.SelfTest?.Runs ?? 0),
            ledger.Past.Sum(canary => canary.SelfTest?.Alarms ?? 0) + (ledger.Canary?.SelfTest?.Alarms ?? 0)
        );

    /// <summary>Whether it raises more false alarms here than α, and not by chance: then it is not to act.</summary>
    public static bool IsOff(SelfTest test, double alpha)
    {
        // P(fewer than the alarms seen), term by term.
        var (below, term) = (0.0, Math.Pow(1 - alpha, test.Runs));
        for (var alarms = 0; alarms < test.Alarms; alarms++)
        {
            below += term;
            term *= (test.Runs - alarms) / (alarms + 1.0) * alpha / (1 - alpha);
        }

        return test.Alarms > 0 && 1 - below < Surely;
    }

    /// <summary>
    /// At any of its looks; that it is let off by being promoted before does not count, so nothing is safe by this margin.
    /// </summary>
    private static bool Alarms(Measured halves, Bounds bounds) =>
        Judge.Of([halves], bounds with { Margin = 0.01 }).Crossed is { Side: Side.Harm };

    private static Row<Tick> Halves(Row<Tick> ticks, bool swapped)
    {
        var halves = new List<Tick>();
        for (var at = 0; at + 1 < ticks.Count; at += 2)
        {
            var (one, other) = swapped ? (ticks[at + 1], ticks[at]) : (ticks[at], ticks[at + 1]);
            if (one.Deployment == other.Deployment)
            {
                var known = one.Exposure > 0 && other.Exposure > 0;
                halves.Add(
                    new Tick(
                        one.Deployment,
                        halves.Count,
                        one.Baseline,
                        other.Baseline,
                        known ? one.Exposure / (one.Exposure + other.Exposure) : 0.5
                    )
                    {
                        Exposure = other.Exposure,
                    }
                );
            }
        }

        return halves.ToRow();
    }
}

/// <summary>Comparisons of the baseline with itself, and how many of them were called worse.</summary>
public sealed record SelfTest(int Runs, int Alarms)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Alarms} of {Runs}");
}
