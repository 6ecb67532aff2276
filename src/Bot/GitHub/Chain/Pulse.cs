namespace Sluice.Bot.GitHub.Chain;

/// <summary>
/// Notices that this process stood still, stopped by a signal or together with its machine, for so long that others may have taken its
/// turns over: what it was about to make on GitHub may be there by now, and is looked for again instead.
/// </summary>
public sealed class Pulse : IDisposable
{
    public const string Says = "this process stood still meanwhile, and another may have done it";

    private readonly TimeSpan _longest;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly ITimer _beat;
    private long _last;
    private int _stops;

    /// <param name="longest">It may be busy, or wait for a processor, for as long.</param>
    public Pulse(TimeSpan longest, TimeProvider clock)
    {
        (_longest, _clock, _last) = (longest, clock, clock.GetTimestamp());
        _beat = clock.CreateTimer(_ => Feel(), null, longest / 6, longest / 6);
    }

    /// <summary>How often it stood still. Whoever finds another number than before was away in between.</summary>
    public int Stops => Feel();

    public void Dispose() => _beat.Dispose();

    private int Feel()
    {
        lock (_gate)
        {
            var now = _clock.GetTimestamp();
            _stops += _clock.GetElapsedTime(_last, now) > _longest ? 1 : 0;
            _last = now;
            return _stops;
        }
    }
}
