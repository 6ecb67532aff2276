namespace Sluice.Flow.Release.Judging;

/// <summary>What one metric's ticks say so far: for harm, and for safety.</summary>
internal sealed class Evidence(Measured metric, Bounds bounds)
{
    /// <summary>More in one tick is no count but a fault of its source.</summary>
    private const double MostEvents = 1e15;

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

    /// <summary>At least <see cref="LogEHarm"/>, and cheap.</summary>
    public double MostHarm => _harm.Highest(Factor);

    /// <summary>At least <see cref="LogESafe"/>, and cheap.</summary>
    public double MostSafe => _safe.Highest(Factor);

    /// <summary>The first tick after which its own evidence was enough, and for what; null: none yet.</summary>
    public Crossing? Crossed { get; private set; }

    /// <summary>Takes in the tick at that place, where there is one and it counts.</summary>
    public void Take(int at)
    {
        if (at >= metric.Ticks.Count || !IsUsable(metric.Ticks[at]))
        {
            return;
        }

        var tick = metric.Ticks[at];
        var share = tick.Share!.Value;
        _harm.Add(tick.Canary, tick.Baseline, share);
        _safe.Add(tick.Canary, tick.Baseline, share);
        (Ticks, Canary, Baseline, _shares) = (Ticks + 1, Canary + tick.Canary, Baseline + tick.Baseline, _shares + share);
        if (metric.Deflate)
        {
            _fano.Add(tick);
        }

        Crossed ??= MostHarm >= bounds.Harm && LogEHarm >= bounds.Harm ? new Crossing(at, Side.Harm)
            : MostSafe >= bounds.Safety && LogESafe >= bounds.Safety ? new Crossing(at, Side.Safety)
            : null;
    }

    /// <summary>Traffic on one track only compares nothing; a count below zero or not finite is no count.</summary>
    public static bool IsUsable(Tick tick) => tick.Share is > 0 and < 1 && tick.Canary is >= 0 and <= MostEvents && tick.Baseline is >= 0 and <= MostEvents;
}
