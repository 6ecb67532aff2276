using Sluice.Hub.Model;

namespace Sluice.Hub;

/// <summary>Runs the world's agenda when its next entry is due, by the world's own clock.</summary>
internal sealed class Clockwork : IDisposable
{
    private readonly World _world;
    private readonly ITimer _timer;

    public Clockwork(World world)
    {
        _world = world;
        _timer = world.Time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        world.Agenda.Sooner += Arm;
        Arm();
    }

    public void Dispose()
    {
        _world.Agenda.Sooner -= Arm;
        _timer.Dispose();
    }

    private void Tick()
    {
        lock (_world.Gate)
        {
            _world.Agenda.RunDue();
            Arm();
        }
    }

    // A timer may fire a little before its time by the clock: it is set again until the entry is due.
    private void Arm()
    {
        if (_world.Agenda.NextDue is not { } due) return;
        var wait = due - _world.Now;
        _timer.Change(wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }
}
