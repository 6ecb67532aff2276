using System.Runtime.Intrinsics;

namespace Sluice.Flow.Release.Judging;

/// <summary>
/// Evidence from counts that may be looked at after every tick: a mixture of likelihood ratios over a grid of rate ratios between canary
/// and baseline, given the canary's share of the exposure. Under its null the expected value never exceeds one, so by Ville's inequality it
/// ever reaches 1/α with a chance of at most α, whatever the traffic does and whenever one looks.
/// </summary>
/// <remarks>
/// logE = logsumexp_j[−ln J + Σ_t (c_t ln(p_j/p_0) + b_t ln((1−p_j)/(1−p_0)))] with p = rρ/(rρ+1−ρ), which is, with D_j = r_jρ+1−ρ,
/// c_t ln(r_j/r_0) + (c_t+b_t)(ln D_0 − ln D_j): one logarithm for each ratio, half of one while the share wavers, and none while it stays
/// as it is.
/// </remarks>
public sealed class EProcess
{
    private static readonly double[] HarmGrid = [1.25, 1.5, 2, 3, 5, 10];
    private static readonly double[] SafeGrid = [0.5, 0.75, 0.9, 1];

    /// <summary>
    /// The most ticks that are taken at once: their logarithms do not wait for each other, as they do when other work stands between.
    /// </summary>
    public const int Most = 16;

    private readonly int _grid;
    private readonly double _logOfGrid;

    /// <summary>The null, the grid, and ones behind it.</summary>
    private readonly Vector512<double> _ratios;
    private readonly Vector512<double> _perCanary;

    /// <summary>Before the last ticks, and after each of them. Minus infinity beside the grid, which is never the highest.</summary>
    private readonly Vector512<double>[] _sums = new Vector512<double>[Most + 1];
    private Vector512<double> _perEvent;
    private double _share = double.NaN;

    /// <summary>What shares since are near to, with its logarithms: the share of real traffic wavers, and seldom jumps.</summary>
    private (Vector512<double> At, Vector512<double> Logs) _anchor = (Vector512.Create(double.NaN), default);
    private int _last;

    /// <param name="nullRatio">The ratio that is to be refuted.</param>
    /// <param name="grid">The ratios that are held against it; one to seven.</param>
    public EProcess(double nullRatio, params ReadOnlySpan<double> grid)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(grid.Length, Vector512<double>.Count);
        (_grid, _logOfGrid) = (grid.Length, Natural.Log(grid.Length));
        (_ratios, _sums[0]) = (Vector512.Create(1.0).WithElement(0, nullRatio), Vector512.Create(double.NegativeInfinity));
        for (var j = 1; j <= _grid; j++)
        {
            _ratios = _ratios.WithElement(j, grid[j - 1]);
            _perCanary = _perCanary.WithElement(j, Natural.Log(grid[j - 1] / nullRatio));
            _sums[0] = _sums[0].WithElement(j, 0);
        }
    }

    /// <summary>
    /// Refutes that the canary is at most <paramref name="tolerate"/> times as bad. Ratios that are still tolerable prove nothing against
    /// that.
    /// </summary>
    public static EProcess Harm(double tolerate) =>
        new(tolerate, Array.FindAll(HarmGrid, ratio => ratio > tolerate) is { Length: > 0 } grid ? grid : [2 * tolerate]);

    /// <summary>Refutes that the canary is at least <paramref name="margin"/> times as bad.</summary>
    public static EProcess Safety(double margin) =>
        new(margin, Array.FindAll(SafeGrid, ratio => ratio < margin) is { Length: > 0 } grid ? grid : [margin / 2]);

    /// <summary>Natural logarithm of the evidence after the ticks so far; 0 before any.</summary>
    public double LogE => Deflated(_last, 1);

    /// <summary>
    /// Of the ratio that the ticks speak for most, as if it had been known: at least the evidence, and at most by the logarithm of the
    /// grid's length.
    /// </summary>
    /// <param name="after">How many of those that were added last; 0: before them.</param>
    public double Highest(int after)
    {
        var four = Vector256.Max(_sums[after].GetLower(), _sums[after].GetUpper());
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }

    /// <summary>Whether <see cref="Highest"/> is above a number; cheaper than that.</summary>
    public bool Exceeds(int after, double number) => Vector512.GreaterThanAny(_sums[after], Vector512.Create(number));

    /// <summary>Evidence as if every count had been divided by a factor.</summary>
    public double Deflated(int after, double by)
    {
        var highest = Highest(after) / by;
        var total = 0.0;
        for (var j = 1; j <= _grid; j++)
        {
            total += Natural.Exp((_sums[after][j] / by) - highest);
        }

        return highest + Natural.Log(total / _grid);
    }

    /// <summary>Whether <see cref="Deflated"/> reaches a bound: known without exponentials nearly always.</summary>
    public bool Reaches(int after, double bound, double by)
    {
        var most = Highest(after) / by;
        return most >= bound && (most - _logOfGrid >= bound || Deflated(after, by) >= bound);
    }

    /// <summary>Adds one tick.</summary>
    public void Add(double canary, double baseline, double share) => Add([new Counts(canary, baseline, share)]);

    /// <summary>Adds ticks, at most <see cref="Most"/>.</summary>
    public void Add(ReadOnlySpan<Counts> ticks)
    {
        var (ratios, perCanary, perEvent, sums, share) = (_ratios, _perCanary, _perEvent, _sums[_last], _share);
        var (anchor, anchored) = _anchor;
        _sums[0] = sums;
        for (var i = 0; i < ticks.Length; i++)
        {
            if (ticks[i].Share != share)
            {
                share = ticks[i].Share;
                var exposures = (ratios * share) + Vector512.Create(1 - share);
                var s = (exposures - anchor) / (exposures + anchor);
                if (!Natural.IsNear(s))
                {
                    (anchor, anchored, s) = (exposures, Natural.Log(exposures), Vector512<double>.Zero);
                }

                var logs = Natural.Near(anchored, s);
                perEvent = Vector512.Create(logs[0]) - logs;
            }

            sums += (perCanary * ticks[i].Canary) + (perEvent * (ticks[i].Canary + ticks[i].Baseline));
            _sums[i + 1] = sums;
        }

        (_perEvent, _share, _last) = (perEvent, share, ticks.Length);
        _anchor = (anchor, anchored);
    }
}

/// <summary>Of one tick.</summary>
/// <param name="Canary">Events on the canary; may be fractional.</param>
/// <param name="Share">The canary's share of the exposure, above 0 and below 1.</param>
public readonly record struct Counts(double Canary, double Baseline, double Share);
