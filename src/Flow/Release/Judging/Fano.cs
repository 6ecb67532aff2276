namespace Sluice.Flow.Release.Judging;

/// <summary>
/// How much more the baseline scatters than independent events would: variance over mean of its ticks about what their traffic lets expect,
/// within stages of the same weight. Kept tick by tick, so that a look costs nothing. Canary counts stay out, else a regression would
/// excuse itself.
/// </summary>
internal sealed class Fano
{
    /// <summary>
    /// Before anything is known. More is rare where requests are counted; `bench/judge` measures what it costs and what it spares.
    /// </summary>
    private const double AtFirst = 5;

    private readonly List<Stage> _stages = [];
    private Stage? _current;
    private double? _factor;

    /// <summary>The estimate alone, for people.</summary>
    public double Estimate => _stages.Count == 0 ? 1 : Reckoned().Estimate;

    /// <summary>At least 1: counts are only ever divided by it.</summary>
    public double Factor => _stages.Count == 0 ? 1 : _factor ??= Reckoned().Factor;

    /// <summary>
    /// The estimate, put up by how much too low it may be: a few ticks, or ticks with hardly an event, know little of the scatter, and the
    /// first looks are the ones that raise false alarms. So it begins at <see cref="AtFirst"/> and then stays two and a half standard
    /// errors above the estimate.
    /// </summary>
    /// <param name="estimate">At least 1.</param>
    /// <param name="known">Ticks beyond those that the rates took.</param>
    /// <param name="perTick">Events on the baseline.</param>
    public static double Of(double estimate, int known, double perTick)
    {
        var weight = 3 + (3 / Math.Max(perTick, 0.05));
        var shrunk = ((estimate * known) + (AtFirst * weight)) / (known + weight);
        return known <= 0 ? shrunk : Math.Max(shrunk, estimate * (1 + (2.5 * Math.Sqrt((2 + (shrunk / Math.Max(perTick, 0.1))) / known))));
    }

    /// <param name="baseline">What is counted of it.</param>
    public void Add(Tick tick, double baseline)
    {
        if (_current is null || !_current.Is(tick.Deployment))
        {
            _current = _stages.Find(stage => stage.Is(tick.Deployment));
            if (_current is null)
            {
                _stages.Add(_current = new Stage(tick.Deployment));
            }
        }

        _current.Add(baseline, tick.Exposure);
        _factor = null;
    }

    private (double Estimate, double Factor) Reckoned()
    {
        var (squares, expected, ticks, counts) = (0.0, 0.0, 0, 0.0);
        foreach (var stage in _stages)
        {
            squares += stage.Squares;
            expected += stage.Expected;
            ticks += stage.Ticks;
            counts += stage.Counts;
        }

        var estimate = expected > 0 ? Math.Max(1, squares / expected) : 1;
        return (estimate, Of(estimate, ticks - _stages.Count, counts / ticks));
    }

    /// <summary>Sums over the ticks of one weight, with their traffic and, until one is not known, with equal traffic.</summary>
    private sealed class Stage(string deployment)
    {
        private bool _known = true;
        private double _countsSquared;
        private double _traffic;
        private double _trafficSquared;
        private double _both;

        public int Ticks { get; private set; }

        public double Counts { get; private set; }

        /// <summary>Squared distances from what the traffic lets expect.</summary>
        public double Squares
        {
            get
            {
                var rate = Counts / _traffic;
                return _known
                    ? _countsSquared + (rate * ((rate * _trafficSquared) - (2 * _both)))
                    : _countsSquared - (Counts * Counts / Ticks);
            }
        }

        /// <summary>What those are for independent events; one degree of freedom goes into the rate.</summary>
        public double Expected => Counts * (Ticks - 1) / Ticks;

        public bool Is(string other) => ReferenceEquals(deployment, other) || string.Equals(deployment, other, StringComparison.Ordinal);

        public void Add(double count, double? exposure)
        {
            Ticks++;
            Counts += count;
            _countsSquared += count * count;
            _known &= exposure is > 0;
            var traffic = exposure ?? 0;
            _traffic += traffic;
            _trafficSquared += traffic * traffic;
            _both += count * traffic;
        }
    }
}
