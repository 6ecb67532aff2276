namespace Sluice.Bot;

/// <summary>
/// What anybody may cause as often as he likes is told once in a while, with how often it was not: else he writes our log, and hides in it.
/// </summary>
internal sealed class Seldom(TimeProvider clock)
{
    public static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _untold;
    private long? _toldAt;

    /// <param name="say">Given how often it happened untold since it was told last.</param>
    public void Tell(Action<long> say)
    {
        long untold;
        lock (_lock)
        {
            if (_toldAt is { } at && clock.GetElapsedTime(at) < Between)
            {
                _untold++;
                return;
            }

            _toldAt = clock.GetTimestamp();
            (untold, _untold) = (_untold, 0);
        }

        say(untold);
    }
}
