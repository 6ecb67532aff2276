namespace Sluice.Flow.Release.Judging;

/// <summary>
/// Evidence from counts that may be looked at after every tick: a mixture of likelihood ratios over a grid of rate ratios between canary and
/// baseline, given the canary's share of the exposure. Under its null the expected value never exceeds one, so by Ville's inequality it ever
/// reaches 1/α with a chance of at most α, whatever the traffic does and whenever one looks.
/// </summary>
/// <remarks>logE = logsumexp_j[−ln J + Σ_t (c_t ln(p_j/p_0) + b_t ln((1−p_j)/(1−p_0)))] with p = rρ/(rρ+1−ρ).</remarks>
public sealed class EProcess
{
    private static readonly double[] HarmGrid = [1.25, 1.5, 2, 3, 5, 10];
    private static readonly double[] SafeGrid = [0.5, 0.75, 0.9, 1];

    private readonly double _null;
    private readonly double[] _grid;
    private readonly double[] _sums;
    private readonly double[] _perCanary;
    private readonly double[] _perBaseline;
    private double _share = double.NaN;

    /// <param name="nullRatio">The ratio that is to be refuted.</param>
    /// <param name="grid">The ratios that are held against it.</param>
    public EProcess(double nullRatio, params ReadOnlySpan<double> grid)
    {
        (_null, _grid) = (nullRatio, grid.ToArray());
        (_sums, _perCanary, _perBaseline) = (new double[grid.Length], new double[grid.Length], new double[grid.Length]);
    }

    /// <summary>Refutes that the canary is at most <paramref name="tolerate"/> times as bad. Ratios that are still tolerable prove nothing against that.</summary>
    public static EProcess Harm(double tolerate) => new(tolerate, [.. HarmGrid.Where(ratio => ratio > tolerate)]);

    /// <summary>Refutes that the canary is at least <paramref name="margin"/> times as bad.</summary>
    public static EProcess Safety(double margin) => new(margin, [.. SafeGrid.Where(ratio => ratio < margin)]);

    /// <summary>Natural logarithm of the evidence after the ticks so far; 0 before any.</summary>
    public double LogE
    {
        get
        {
            var highest = _sums.Max();
            var total = 0.0;
            foreach (var sum in _sums)
            {
                total += Math.Exp(sum - highest);
            }

            return highest + Math.Log(total) - Math.Log(_sums.Length);
        }
    }

    /// <summary>Adds one tick.</summary>
    /// <param name="canary">Events on the canary; may be fractional.</param>
    /// <param name="share">The canary's share of the exposure, above 0 and below 1.</param>
    public void Add(double canary, double baseline, double share)
    {
        if (share != _share)
        {
            Weigh(share);
        }

        for (var j = 0; j < _sums.Length; j++)
        {
            _sums[j] += (canary * _perCanary[j]) + (baseline * _perBaseline[j]);
        }
    }

    private void Weigh(double share)
    {
        _share = share;
        var none = Chance(_null, share);
        for (var j = 0; j < _grid.Length; j++)
        {
            var some = Chance(_grid[j], share);
            (_perCanary[j], _perBaseline[j]) = (Math.Log(some / none), Math.Log((1 - some) / (1 - none)));
        }
    }

    /// <summary>That an event falls on the canary, when its rate is <paramref name="ratio"/> times the baseline's.</summary>
    private static double Chance(double ratio, double share) => ratio * share / ((ratio * share) + 1 - share);
}
