namespace Sluice.Flow.Release.Judging;

/// <summary>What one metric's ticks say so far: for harm, and for safety.</summary>
internal sealed class Evidence(Measured metric, Bounds bounds)
{
    /// <summary>More in one tick is no count but a fault of its source.</summary>
    private const double MostEvents = 1e15;

    private readonly (double Harm, double Safety) _bounds = (bounds.Harm, bounds.Safety);
    private readonly EProcess _harm = EProcess.Harm(bounds.Tolerate);
    private readonly EProcess _safe = EProcess.Safety(bounds.Margin);
    private readonly Fano _fano = new();
    private double _shares;

    public Measured Metric => metric;

    /// <summary>Ticks that counted.</summary>
    public int Ticks { get; private set; }

    public double Canary { get; private set; }

    public double Baseline { get; private set; }

    /// <summary>Mean over the ticks that counted.</summary>
    public double Share => _shares / Ticks;

    /// <summary>What counts are divided by for their scatter, as known by now.</summary>
    public double Factor => _fano.Factor;

    public double Scatter => _fano.Estimate;

    public double LogEHarm => _harm.Deflated(Factor);

    public double LogESafe => _safe.Deflated(Factor);

    /// <summary>At least <see cref="LogEHarm"/>, or 0, and cheap.</summary>
    public double MostHarm { get; private set; }

    public bool IsSafe => _safe.Exceeds(_bounds.Safety * (1 - 1e-12)) && _safe.Reaches(_bounds.Safety, Factor);

    /// <summary>The first tick after which its own evidence was enough, and for what; null: none yet.</summary>
    public Crossing? Crossed { get; private set; }

    /// <summary>Takes in the tick at that place, where there is one and it counts.</summary>
    public void Take(int at)
    {
        if (at >= metric.Ticks.Count || metric.Ticks[at] is var tick && !IsUsable(tick))
        {
            return;
        }

        var share = tick.Share!.Value;
        _harm.Add(tick.Canary, tick.Baseline, share);
        _safe.Add(tick.Canary, tick.Baseline, share);
        (Ticks, Canary, Baseline, _shares) = (Ticks + 1, Canary + tick.Canary, Baseline + tick.Baseline, _shares + share);
        if (metric.Deflate)
        {
            _fano.Add(tick);
        }

        MostHarm = _harm.Exceeds(0) ? _harm.Highest / Factor : 0;
        Crossed ??= MostHarm >= _bounds.Harm && _harm.Reaches(_bounds.Harm, Factor) ? new Crossing(at, Side.Harm) : IsSafe ? new Crossing(at, Side.Safety) : null;
    }

    /// <summary>Traffic on one track only compares nothing; a count below zero or not finite is no count.</summary>
    public static bool IsUsable(Tick tick) => tick.Share is > 0 and < 1 && tick.Canary is >= 0 and <= MostEvents && tick.Baseline is >= 0 and <= MostEvents;
}
