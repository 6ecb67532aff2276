using System.Runtime.Intrinsics;

namespace Sluice.Flow.Release.Judging;

/// <summary>
/// Evidence from counts that may be looked at after every tick: a mixture of likelihood ratios over a grid of rate ratios between canary and
/// baseline, given the canary's share of the exposure. Under its null the expected value never exceeds one, so by Ville's inequality it ever
/// reaches 1/α with a chance of at most α, whatever the traffic does and whenever one looks.
/// </summary>
/// <remarks>
/// logE = logsumexp_j[−ln J + Σ_t (c_t ln(p_j/p_0) + b_t ln((1−p_j)/(1−p_0)))] with p = rρ/(rρ+1−ρ), which is, with D_j = r_jρ+1−ρ,
/// c_t ln(r_j/r_0) + (c_t+b_t)(ln D_0 − ln D_j): one logarithm for each ratio, and none while the share stays as it is.
/// </remarks>
public sealed class EProcess
{
    private static readonly double[] HarmGrid = [1.25, 1.5, 2, 3, 5, 10];
    private static readonly double[] SafeGrid = [0.5, 0.75, 0.9, 1];

    /// <summary>The null, the grid, and ones to fill the last vector.</summary>
    private readonly double[] _ratios;
    private readonly double[] _logs;
    private readonly double[] _perCanary;
    private readonly double[] _perEvent;
    private readonly double[] _sums;
    private double _share = double.NaN;

    /// <param name="nullRatio">The ratio that is to be refuted.</param>
    /// <param name="grid">The ratios that are held against it; at least one.</param>
    public EProcess(double nullRatio, params ReadOnlySpan<double> grid)
    {
        _ratios = new double[(grid.Length + 4) / 4 * 4];
        Array.Fill(_ratios, 1.0);
        _ratios[0] = nullRatio;
        grid.CopyTo(_ratios.AsSpan(1));
        (_logs, _perEvent, _sums) = (new double[_ratios.Length], new double[grid.Length], new double[grid.Length]);
        _perCanary = new double[grid.Length];
        for (var j = 0; j < grid.Length; j++)
        {
            _perCanary[j] = Natural.Log(grid[j] / nullRatio);
        }
    }

    /// <summary>Refutes that the canary is at most <paramref name="tolerate"/> times as bad. Ratios that are still tolerable prove nothing against that.</summary>
    public static EProcess Harm(double tolerate) => new(tolerate, Array.FindAll(HarmGrid, ratio => ratio > tolerate) is { Length: > 0 } grid ? grid : [2 * tolerate]);

    /// <summary>Refutes that the canary is at least <paramref name="margin"/> times as bad.</summary>
    public static EProcess Safety(double margin) => new(margin, Array.FindAll(SafeGrid, ratio => ratio < margin) is { Length: > 0 } grid ? grid : [margin / 2]);

    /// <summary>Natural logarithm of the evidence after the ticks so far; 0 before any.</summary>
    public double LogE => Deflated(1);

    /// <summary>Evidence as if every count had been divided by a factor.</summary>
    public double Deflated(double by)
    {
        var highest = Highest(by);
        var total = 0.0;
        foreach (var sum in _sums)
        {
            total += Natural.Exp((sum / by) - highest);
        }

        return highest + Natural.Log(total / _sums.Length);
    }

    /// <summary>What <see cref="Deflated"/> is at most: the ratio that the ticks speak for most, as if it had been known.</summary>
    public double Highest(double by)
    {
        var highest = _sums[0];
        foreach (var sum in _sums)
        {
            highest = Math.Max(highest, sum);
        }

        return highest / by;
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

        var all = canary + baseline;
        for (var j = 0; j < _sums.Length; j++)
        {
            _sums[j] += (canary * _perCanary[j]) + (all * _perEvent[j]);
        }
    }

    private void Weigh(double share)
    {
        _share = share;
        for (var at = 0; at < _ratios.Length; at += 4)
        {
            var exposed = (Vector256.Create(_ratios, at) * Vector256.Create(share)) + Vector256.Create(1 - share);
            Natural.Log(exposed).CopyTo(_logs, at);
        }

        for (var j = 0; j < _perEvent.Length; j++)
        {
            _perEvent[j] = _logs[0] - _logs[j + 1];
        }
    }
}
