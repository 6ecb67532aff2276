namespace Sluice.Hub.Limits;

/// <summary>How much was spent in the last so and so long.</summary>
internal sealed class Window(TimeSpan length)
{
    private readonly Queue<(DateTimeOffset At, int Points)> _spent = new();
    private int _sum;

    public int Sum(DateTimeOffset now)
    {
        while (_spent.TryPeek(out var oldest) && oldest.At <= now - length)
        {
            _sum -= oldest.Points;
            _spent.Dequeue();
        }

        return _sum;
    }

    public void Add(DateTimeOffset now, int points)
    {
        _spent.Enqueue((now, points));
        _sum += points;
    }

    /// <summary>When the oldest of it is forgotten.</summary>
    public DateTimeOffset Eases(DateTimeOffset now) => _spent.TryPeek(out var oldest) ? oldest.At + length : now;
}
