using Sluice.Flow;

namespace Sluice.Sim.Queues;

/// <summary>Counts while a course runs.</summary>
internal sealed class Tally(Trace trace)
{
    private readonly bool[] _waits = new bool[trace.Changes.Count];
    private readonly double[] _landed = new double[trace.Changes.Count];
    private readonly List<int> _order = [];
    private readonly int[] _entry = new int[trace.Changes.Count];
    private readonly List<Level> _levels = [];
    private int _entries;
    private double _seconds;
    private int _ejected;
    private int _wrongly;

    /// <summary>Pulls whose end is not known: to come, waiting, or coming back.</summary>
    public int Open { get; private set; } = trace.Changes.Count;

    public int Builds { get; private set; }

    /// <summary>Every one of them waits.</summary>
    public bool Wait(ReadOnlySpan<int> pulls)
    {
        foreach (var pull in pulls)
        {
            if (!_waits[pull])
            {
                return false;
            }
        }

        return true;
    }

    public int Waiting { get; private set; }

    public void Enter(int pull)
    {
        _waits[pull] = true;
        _entry[pull] = _entries++;
        Waiting++;
    }

    /// <summary>Notes how many wait now that an instant is over.</summary>
    public void Mark(double now)
    {
        if (_levels.Count == 0 || _levels[^1].Waiting != Waiting)
        {
            _levels.Add(new Level(now, Waiting));
        }
    }

    public void Start() => Builds++;

    public void Spend(double seconds) => _seconds += seconds;

    public void Land(int pull, double now)
    {
        Open--;
        Waiting--;
        _waits[pull] = false;
        _landed[pull] = now;
        _order.Add(pull);
    }

    public void Eject(int pull, bool wrongly)
    {
        Waiting--;
        _waits[pull] = false;
        if (wrongly)
        {
            _wrongly++;
        }
        else
        {
            Open--;
            _ejected++;
        }
    }

    public Figures Sum(string policy)
    {
        var waits = _order.Select(pull => _landed[pull] - trace.Changes[pull].Arrival).Order().ToArray();
        var hours = _order.Count == 0 ? 0 : _landed[_order[^1]] / 3600;
        return new Figures(
            policy,
            _order.Count,
            _ejected,
            _wrongly,
            Open,
            At(waits, 0.5),
            At(waits, 0.95),
            waits.Length == 0 ? 0 : waits.Average(),
            Builds,
            _seconds,
            _order.Count == 0 ? 0 : _seconds / _order.Count,
            hours <= 0 ? 0 : _order.Count / hours,
            Overtakes()
        )
        {
            Levels = _levels.ToRow(),
            LongestOvertaken = Overtaken(),
        };
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];

    /// <summary>
    /// The most pulls that entered later than one (last, if it came back) and landed in an earlier push, by a Fenwick tree over entries.
    /// </summary>
    private int Overtakes()
    {
        var tree = new int[_entries + 1];
        var (most, done) = (0, 0);
        for (var from = 0; from < _order.Count; )
        {
            var to = from;
            while (to < _order.Count && _landed[_order[to]].Equals(_landed[_order[from]]))
            {
                to++;
            }

            for (var i = from; i < to; i++)
            {
                var earlier = 0;
                for (var at = _entry[_order[i]] + 1; at > 0; at -= at & -at)
                {
                    earlier += tree[at];
                }

                most = Math.Max(most, done - earlier);
            }

            for (var i = from; i < to; i++)
            {
                for (var at = _entry[_order[i]] + 1; at < tree.Length; at += at & -at)
                {
                    tree[at]++;
                }
            }

            done += to - from;
            from = to;
        }

        return most;
    }

    /// <summary>The longest time from the first to the last landing past a pull that went on waiting.</summary>
    private double Overtaken()
    {
        var first = new double[_order.Count];
        var soonest = double.PositiveInfinity;
        foreach (var (pull, i) in _order.Select((pull, i) => (pull, i)).OrderByDescending(each => _entry[each.pull]))
        {
            first[i] = soonest;
            soonest = Math.Min(soonest, _landed[pull]);
        }

        // Landings that entered later than all that landed after them: the last that passed a pull is among them.
        var (longest, last) = (0.0, new List<(double At, int Entry)>());
        for (var from = 0; from < _order.Count; )
        {
            var to = from;
            while (to < _order.Count && _landed[_order[to]].Equals(_landed[_order[from]]))
            {
                var entry = _entry[_order[to]];
                var passing = last.FindLastIndex(each => each.Entry > entry);
                longest = passing < 0 ? longest : Math.Max(longest, last[passing].At - first[to]);
                to++;
            }

            var youngest = _order[from..to].Max(pull => _entry[pull]);
            last.RemoveAll(each => each.Entry < youngest);
            last.Add((_landed[_order[from]], youngest));
            from = to;
        }

        return longest;
    }
}
