using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Release;

namespace Sluice.Bench;

/// <summary>Errors on both tracks, tick by tick.</summary>
/// <param name="PerMinute">Errors over both tracks while all is well.</param>
/// <param name="Share">The canary's part of the requests.</param>
/// <param name="Scatter">Variance over mean.</param>
/// <param name="Ratio">How many times as many the canary has.</param>
public sealed record Traffic(double PerMinute, double Share, Scatter Kind, double Scatter = 1, double Ratio = 1)
{
    /// <summary>Ticks of 30 seconds in 12 hours.</summary>
    public const int Looks = 1440;

    /// <summary>Errors in a thousand requests while all is well; only a threshold wants to know.</summary>
    private const double ErrorsPerThousand = 5;

    /// <summary>Requests a minute to the canary.</summary>
    public double Requests => PerMinute / ErrorsPerThousand * 1000 * Share;

    public Row<Tick> Ticks(ulong seed, int ticks = Looks)
    {
        var dice = new Dice(seed);
        var all = new Tick[ticks];
        for (var i = 0; i < ticks; i++)
        {
            all[i] = new Tick("", i, Count(dice, PerMinute / 2 * Share * Ratio), Count(dice, PerMinute / 2 * (1 - Share)), Share);
        }

        return all.ToRow();
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{PerMinute:0.##} a minute, {Share * 100:0}% on the canary, {(Kind == Bench.Scatter.Poisson ? "independent" : $"{Kind.ToString().ToLowerInvariant()}, φ = {Scatter:0}")}{(Ratio > 1 ? string.Create(CultureInfo.InvariantCulture, $", ×{Ratio:0.##}") : "")}"
        );

    private double Count(Dice dice, double mean) =>
        Kind switch
        {
            Bench.Scatter.Bursts => Scatter * dice.Poisson(mean / Scatter),
            Bench.Scatter.Gamma => dice.Poisson(dice.Gamma(mean / (Scatter - 1)) * (Scatter - 1)),
            _ => dice.Poisson(mean),
        };
}

/// <summary>
/// How errors come: each by itself; each with a fixed number of others; or at a rate that is rolled anew each tick (negative binomial).
/// </summary>
public enum Scatter
{
    Poisson,
    Bursts,
    Gamma,
}
