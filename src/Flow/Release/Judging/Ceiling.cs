namespace Sluice.Flow.Release.Judging;

/// <summary>
/// The most that one tick may count: a single absurd number would drown every true one, for ever. Both tracks of such a tick are scaled
/// down by one factor, which follows from their sum and from what was counted before. Given those, a likelihood ratio to a power of at most
/// one has an expected value of at most one (Jensen), so the bounds hold as ever; to cut the one track that is too high would favour the
/// other.
/// </summary>
internal sealed class Ceiling(Usual? usual)
{
    /// <summary>Of what the ticks before let expect.</summary>
    private const double Times = 5;

    /// <summary>Fewer are never too many.</summary>
    private const double Least = 100;

    private int _ticks;
    private double _counts;
    private double _traffic;
    private bool _known = true;

    /// <summary>
    /// What the tick may count on both tracks together; infinity: nothing was counted before. Ticks that can be compared, in their order.
    /// </summary>
    public double Of(Tick tick)
    {
        var traffic = Traffic(tick);
        _known &= traffic is > 0;
        var most = Expected(tick, traffic) is { } expected ? Math.Max(Least, Times * expected) : double.PositiveInfinity;
        _ticks++;
        _counts += Math.Min(tick.Canary + tick.Baseline, most);
        _traffic += traffic ?? 0;
        return most;
    }

    /// <summary>Events on both tracks together; null: nobody knows.</summary>
    private double? Expected(Tick tick, double? traffic) =>
        _ticks > 0
            ? _known
                ? _counts * traffic!.Value / _traffic
                : _counts / _ticks
            : usual?.In(tick) / (1 - tick.Share!.Value);

    /// <summary>Requests on both tracks together.</summary>
    private static double? Traffic(Tick tick) => tick.Exposure / (1 - tick.Share!.Value);
}
