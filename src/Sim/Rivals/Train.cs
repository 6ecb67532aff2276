using Sluice.Sim.Queues;

namespace Sluice.Sim.Rivals;

/// <summary>
/// A build per pull on top of those ahead of it. Nothing builds on a failed one; whoever is behind it is built again on the nearest that
/// has not failed. A failed one is out once it is the first. As Zuul's dependent pipeline does it, and GitHub's queue with a window of its
/// own.
/// </summary>
internal sealed class Train(Mainline mainline, Window window, bool nearest = true) : IQueue
{
    private readonly List<Car> _line = [];
    private Window _window = window;
    private int _reach;

    public void Enter(int pull) => _line.Add(new Car(pull));

    public void Finish(Run run)
    {
        var car = _line.Find(each => each.Run == run)!;
        car.Failed = !run.Green;
    }

    public void Act()
    {
        while (Leave()) { }

        Car? ahead = null;
        var below = new List<int>();
        var moved = false;
        var reach = Math.Max(_window.Size, 1 + _line.FindLastIndex(Math.Min(_reach, _line.Count - 1), car => car.Run is not null));
        _reach = reach;
        foreach (var (place, car) in _line.Take(reach).Index())
        {
            moved |= car.Ahead != ahead;
            if (moved)
            {
                if (car.Run is { } stale)
                {
                    mainline.Cancel(stale);
                }

                (car.Ahead, car.Run, car.Failed) = (ahead, null, false);
            }

            if (car.Run is null && place < _window.Size && mainline.Free > 0)
            {
                car.Run = mainline.Start(below.Append(car.Pull));
            }

            if (!car.Failed || !nearest)
            {
                ahead = car;
                below.Add(car.Pull);
            }
        }
    }

    /// <summary>Lands or ejects the first, if it has an answer.</summary>
    private bool Leave()
    {
        if (_line.Count == 0 || _line[0] is not { Run: { Over: true } run, Ahead: null } first)
        {
            return false;
        }

        _line.RemoveAt(0);
        if (first.Failed)
        {
            mainline.Eject(first.Pull);
            _window = _window.Failed();
            return true;
        }

        mainline.Land(run);
        _window = _window.Passed();
        foreach (var car in _line.Take(_reach + 1).Where(car => car.Ahead == first))
        {
            // What stood on it stands on the mainline now.
            car.Ahead = null;
        }

        return true;
    }

    private sealed class Car(int pull)
    {
        public int Pull => pull;

        public Run? Run { get; set; }

        public Car? Ahead { get; set; }

        public bool Failed { get; set; }
    }
}

/// <summary>How many of the first in the line are tested at once.</summary>
internal sealed record Window(int Size, int Floor, int Gain, int Loss)
{
    /// <summary>GitHub: the build concurrency; entries that are green and wait for those ahead count.</summary>
    public static Window Fixed(int size) => new(size, size, 0, 1);

    /// <summary>Zuul's defaults.</summary>
    public static Window Aimd { get; } = new(20, 3, 1, 2);

    public Window Passed() => this with { Size = Size + Gain };

    public Window Failed() => this with { Size = Math.Max(Floor, Size / Loss) };
}
