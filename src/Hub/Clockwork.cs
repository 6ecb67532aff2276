using Sluice.Hub.Model;

namespace Sluice.Hub;

/// <summary>Runs the world's agenda when its next entry is due, by the world's own clock.</summary>
internal sealed class Clockwork : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly World _world;
    private readonly Action<Exception> _fault;
    private readonly ITimer _timer;
    private bool _isOver;

    /// <param name="world">Whose agenda it is.</param>
    /// <param name="fault">Told what an entry threw: nobody waits for it who could be told otherwise.</param>
    public Clockwork(World world, Action<Exception> fault)
    {
        (_world, _fault) = (world, fault);
        _timer = world.Time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        world.Agenda.Sooner += Arm;
        Arm();
    }

    public void Dispose()
    {
        lock (_world.Gate)
        {
            _isOver = true;
            _world.Agenda.Sooner -= Arm;
            _timer.Dispose();
        }
    }

    private void Tick()
    {
        lock (_world.Gate)
        {
            if (_isOver)
                return;
            try
            {
                _world.Agenda.RunDue();
            }
            catch (Exception fault)
            {
                _fault(fault);
            }

            Arm();
        }
    }

    // A timer may fire a little before its time by the clock, and takes no wait of two months: it is set again until the entry is due.
    private void Arm()
    {
        if (_world.Agenda.NextDue is not { } due)
            return;
        var wait = due - _world.Now;
        _timer.Change(
            wait < Shortest ? Shortest
                : wait > Longest ? Longest
                : wait,
            Timeout.InfiniteTimeSpan
        );
    }
}
