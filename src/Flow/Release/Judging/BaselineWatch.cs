using System.Globalization;

namespace Sluice.Flow.Release.Judging;

/// <summary>
/// Whether the baseline is unhealthy itself: far more events than before the canary began, in its last tick or its last few. A comparison
/// with it says nothing then. Whether a tick counts for harm is settled by the ticks before it: leaving one out for its own baseline would
/// leave in those in which chance was kind to the baseline, and call the canary worse for it.
/// </summary>
internal sealed class BaselineWatch(Usual usual)
{
    /// <summary>A bad day of a service, or its busiest hour against its quietest, is less.</summary>
    private const double Times = 5;

    /// <summary>
    /// Standard deviations beyond that, of counts that scatter as much as <see cref="Fano"/> takes for possible at first.
    /// </summary>
    private const double Deviations = 5;

    private const double Scatter = 5;

    /// <summary>Fewer are a burst.</summary>
    private const double LeastEvents = 20;

    private readonly (double Count, double Expected)[] _window = new (double, double)[4];
    private int _ticks;

    public bool IsUnhealthy { get; private set; }

    /// <summary>Ticks that can be compared, in their order.</summary>
    public void Add(Tick tick)
    {
        _window[_ticks++ % _window.Length] = (tick.Baseline, usual.In(tick));
        IsUnhealthy =
            IsFarBeyond(tick.Baseline, usual.In(tick)) || IsFarBeyond(_window.Sum(each => each.Count), _window.Sum(each => each.Expected));
    }

    public string Says()
    {
        var known = _window.Take(_ticks).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the baseline itself is unhealthy: {known.Sum(each => each.Count):0.#} in its last {Plural.Of(known.Count, "tick")}, where {known.Sum(each => each.Expected):0.##} would be as before the canary; such ticks count to neither side, so look at what is wrong outside of the canary"
        );
    }

    private static bool IsFarBeyond(double count, double expected) =>
        count >= Math.Max(LeastEvents, (Times * expected) + (Deviations * Math.Sqrt(Scatter * Times * expected)));
}
