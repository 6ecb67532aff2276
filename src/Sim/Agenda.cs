namespace Sluice.Sim;

/// <summary>What will happen in a simulated world, in order of time and then of being planned.</summary>
public sealed class Agenda(VirtualClock clock)
{
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _planned = new();
    private long _order;

    public DateTimeOffset? Next => _planned.TryPeek(out _, out var key) ? key.At : null;

    public int Count => _planned.Count;

    public void After(TimeSpan delay, Action what) => _planned.Enqueue(what, (clock.GetUtcNow() + delay, _order++));

    /// <summary>Does everything that is due.</summary>
    public void RunDue()
    {
        while (_planned.TryPeek(out var what, out var key) && key.At <= clock.GetUtcNow())
        {
            _planned.Dequeue();
            what();
        }
    }
}
