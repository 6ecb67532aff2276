namespace Sluice.Sim.Queues;

/// <summary>What will happen, instant after instant.</summary>
internal sealed class Diary
{
    private readonly PriorityQueue<(int Pull, Run? Run), (double At, int Kind, int Id)> _planned = new();
    private double? _wake;

    public double Now { get; private set; }

    /// <summary>In the order of the trace.</summary>
    public List<int> Arriving { get; } = [];

    /// <summary>In the order of their start. Some may have been cancelled.</summary>
    public List<Run> Ending { get; } = [];

    public void Add(double at, int pull) => _planned.Enqueue((pull, null), (at, 0, pull));

    public void Add(double at, Run run) => _planned.Enqueue((0, run), (at, 1, run.Id));

    public void Wake(double at) => _wake = at;

    /// <summary>Goes to the next instant at which something happens; false: nothing will.</summary>
    public bool Next()
    {
        Arriving.Clear();
        Ending.Clear();
        while (_planned.TryPeek(out var stale, out _) && stale.Run is { Over: true })
        {
            _planned.Dequeue();
        }

        var next = _planned.TryPeek(out _, out var first) ? first.At : double.PositiveInfinity;
        if (_wake is { } wake && wake > Now && wake < next)
        {
            next = wake;
        }

        _wake = null;
        if (double.IsPositiveInfinity(next))
        {
            return false;
        }

        Now = next;
        while (_planned.TryPeek(out var what, out var key) && key.At <= Now)
        {
            _planned.Dequeue();
            if (what.Run is { } run)
            {
                Ending.Add(run);
            }
            else
            {
                Arriving.Add(what.Pull);
            }
        }

        return true;
    }
}
