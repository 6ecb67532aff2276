namespace Sluice.Flow.Release.Judging;

/// <summary>What one metric's ticks say so far: for harm, and for safety.</summary>
internal sealed class Evidence(Measured metric, Bounds bounds)
{
    private readonly (double Harm, double Safety) _bounds = (bounds.Harm, bounds.Safety);
    private readonly EProcess _harm = EProcess.Harm(bounds.Tolerate);
    private readonly EProcess _safe = EProcess.Safety(bounds.Margin);
    private readonly Fano _fano = new();
    private readonly Ceiling _ceiling = new(metric.Usual);
    private readonly BaselineWatch? _watch = metric.Usual is { } usual ? new(usual) : null;

    /// <summary>
    /// Ticks are read ahead: up to where, which of the last ones count and at what places, how many of those were taken in, and how many of
    /// those in the scatter.
    /// </summary>
    private int _read;
    private readonly Counts[] _ahead = new Counts[EProcess.Most];
    private readonly int[] _places = new int[EProcess.Most + 1];

    /// <summary>
    /// The same ticks without those whose own baseline is unhealthy too: for safety that errs on the safe side, and a single one could
    /// outweigh an hour.
    /// </summary>
    private readonly Counts[] _aheadSafe = new Counts[EProcess.Most];

    /// <summary>Their baselines as the scatter is reckoned with: no more than the tick may count.</summary>
    private readonly double[] _baselines = new double[EProcess.Most];

    /// <summary>Before the last ticks, and after each of them.</summary>
    private readonly bool[] _unhealthy = new bool[EProcess.Most + 1];
    private int _now;
    private int _scattered;

    public Measured Metric => metric;

    /// <summary>What counted, of all that was read.</summary>
    public Totals Totals { get; private set; }

    /// <summary>What counts are divided by for their scatter, as known by now.</summary>
    public double Factor => Known.Factor;

    public double Scatter => Known.Estimate;

    public double LogEHarm => _harm.Deflated(_now, Factor);

    public double LogESafe => _safe.Deflated(_now, Factor);

    /// <summary>At least <see cref="LogEHarm"/>, or 0, and cheap.</summary>
    public double MostHarm { get; private set; }

    /// <summary>The baseline is unhealthy itself: what is compared with it says nothing now.</summary>
    public bool IsUnhealthy => _unhealthy[_now];

    /// <summary>Of the baseline, after the last tick.</summary>
    public string? Says => IsUnhealthy ? _watch?.Says() : null;

    public bool IsSafe => !IsUnhealthy && _safe.Exceeds(_now, _bounds.Safety * (1 - 1e-12)) && _safe.Reaches(_now, _bounds.Safety, Factor);

    /// <summary>The first tick after which its own evidence was enough, and for what; null: none yet.</summary>
    public Crossing? Crossed { get; private set; }

    /// <summary>Takes in the tick at that place, where there is one and it counts. Places ascend from 0 without a gap.</summary>
    public void Take(int at)
    {
        if (at >= metric.Ticks.Count)
        {
            return;
        }

        if (at == _read)
        {
            Read();
        }

        if (_places[_now] != at)
        {
            return;
        }

        _now++;
        MostHarm = !IsUnhealthy && _harm.Exceeds(_now, 0) ? _harm.Highest(_now) / Factor : 0;
        Crossed ??=
            MostHarm >= _bounds.Harm && _harm.Reaches(_now, _bounds.Harm, Factor) ? new Crossing(at, Side.Harm)
            : IsSafe ? new Crossing(at, Side.Safety)
            : null;
    }

    /// <summary>Traffic on one track only compares nothing; a count below zero or beyond all is no count.</summary>
    public static bool IsUsable(Tick tick) =>
        tick.Share is > 0 and < 1
        && tick is { Canary: >= 0 and <= Tick.Most, Baseline: >= 0 and <= Tick.Most, Exposure: null or (>= 0 and <= Tick.Most) };

    /// <summary>Asked for at few ticks, and brought up to them then.</summary>
    private Fano Known
    {
        get
        {
            for (; metric.Deflate && _scattered < _now; _scattered++)
            {
                if (!_unhealthy[_scattered] && !_unhealthy[_scattered + 1])
                {
                    _fano.Add(metric.Ticks[_places[_scattered]], _baselines[_scattered]);
                }
            }

            return _fano;
        }
    }

    private void Read()
    {
        _ = Known;
        var ticks = metric.Ticks.AsSpan();
        var (totals, count) = (Totals, 0);
        _unhealthy[0] = _unhealthy[_now];
        var until = Math.Min(_read + EProcess.Most, ticks.Length);
        for (var at = _read; at < until; at++)
        {
            if (ticks[at] is var tick && IsUsable(tick))
            {
                _places[count] = at;
                var counts = new Counts(tick.Canary, tick.Baseline, tick.Share!.Value);
                var (sum, most) = (tick.Canary + tick.Baseline, _ceiling.Of(tick));
                var weighed =
                    sum > most ? counts with { Canary = tick.Canary * (most / sum), Baseline = tick.Baseline * (most / sum) } : counts;
                _baselines[count] = Math.Min(tick.Baseline, most);
                var none = counts with { Canary = 0, Baseline = 0 };
                _watch?.Add(tick);
                _unhealthy[count + 1] = _watch?.IsUnhealthy == true;
                _ahead[count] = _unhealthy[count] ? none : weighed;
                _aheadSafe[count] = _unhealthy[count + 1] ? none : _ahead[count];
                totals = _unhealthy[count] ? totals : totals.With(counts, sum > most);
                count++;
            }
        }

        _harm.Add(_ahead.AsSpan(0, count));
        _safe.Add(_aheadSafe.AsSpan(0, count));
        _places[count] = -1;
        (Totals, _read, _now, _scattered) = (totals, until, 0, 0);
    }
}

/// <summary>Sums over ticks.</summary>
/// <param name="TooHigh">Ticks that count for less than they hold.</param>
internal readonly record struct Totals(int Ticks, double Canary, double Baseline, double Shares, int TooHigh)
{
    /// <summary>Mean over the ticks.</summary>
    public double Share => Shares / Ticks;

    public Totals With(Counts more, bool tooHigh) =>
        new(Ticks + 1, Canary + more.Canary, Baseline + more.Baseline, Shares + more.Share, TooHigh + (tooHigh ? 1 : 0));
}
