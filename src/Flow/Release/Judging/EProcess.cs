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

    /// <summary>The grid, the null behind it, and ones to fill the last vector. All arrays are as long.</summary>
    private readonly double[] _ratios;
    private readonly double[] _perCanary;
    private readonly double[] _perEvent;

    /// <summary>Minus infinity behind the grid.</summary>
    private readonly double[] _sums;
    private readonly int _grid;
    private readonly double _logOfGrid;
    private double _share = double.NaN;

    /// <param name="nullRatio">The ratio that is to be refuted.</param>
    /// <param name="grid">The ratios that are held against it; at least one.</param>
    public EProcess(double nullRatio, params ReadOnlySpan<double> grid)
    {
        (_grid, _logOfGrid) = (grid.Length, Natural.Log(grid.Length));
        _ratios = new double[(grid.Length + 8) / 8 * 8];
        (_perCanary, _perEvent, _sums) = (new double[_ratios.Length], new double[_ratios.Length], new double[_ratios.Length]);
        Array.Fill(_ratios, 1.0);
        grid.CopyTo(_ratios);
        _ratios[_grid] = nullRatio;
        _sums.AsSpan(_grid).Fill(double.NegativeInfinity);
        for (var j = 0; j < _grid; j++)
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

    /// <summary>Of the ratio that the ticks speak for most, as if it had been known: at least <see cref="LogE"/>, and at most by the logarithm of the grid's length.</summary>
    public double Highest
    {
        get
        {
            var all = Vector512.Create(_sums, 0);
            for (var at = 8; at < _sums.Length; at += 8)
            {
                all = Vector512.Max(all, Vector512.Create(_sums, at));
            }

            var four = Vector256.Max(all.GetLower(), all.GetUpper());
            return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
        }
    }

    /// <summary>Whether <see cref="Highest"/> is above a number; cheaper than that.</summary>
    public bool Exceeds(double number)
    {
        for (var at = 0; at < _sums.Length; at += 8)
        {
            if (Vector512.GreaterThanAny(Vector512.Create(_sums, at), Vector512.Create(number)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Evidence as if every count had been divided by a factor.</summary>
    public double Deflated(double by)
    {
        var highest = Highest / by;
        var total = 0.0;
        for (var j = 0; j < _grid; j++)
        {
            total += Natural.Exp((_sums[j] / by) - highest);
        }

        return highest + Natural.Log(total / _grid);
    }

    /// <summary>Whether <see cref="Deflated"/> reaches a bound: known without exponentials nearly always.</summary>
    public bool Reaches(double bound, double by)
    {
        var most = Highest / by;
        return most >= bound && (most - _logOfGrid >= bound || Deflated(by) >= bound);
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

        var (one, all) = (Vector512.Create(canary), Vector512.Create(canary + baseline));
        for (var at = 0; at < _sums.Length; at += 8)
        {
            var sums = Vector512.Create(_sums, at) + ((one * Vector512.Create(_perCanary, at)) + (all * Vector512.Create(_perEvent, at)));
            sums.CopyTo(_sums, at);
        }
    }

    private void Weigh(double share)
    {
        _share = share;
        var (part, rest) = (Vector512.Create(share), Vector512.Create(1 - share));
        for (var at = 0; at < _ratios.Length; at += 8)
        {
            Natural.Log((Vector512.Create(_ratios, at) * part) + rest).CopyTo(_perEvent, at);
        }

        var none = Vector512.Create(_perEvent[_grid]);
        for (var at = 0; at < _ratios.Length; at += 8)
        {
            (none - Vector512.Create(_perEvent, at)).CopyTo(_perEvent, at);
        }
    }
}
