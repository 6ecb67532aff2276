using Sluice.Flow;
using Sluice.Flow.Queue;

namespace Sluice.Sim.Queues;

/// <summary>What a lane learns from its builds, by the same rules as its ledger, for pulls without heads.</summary>
internal sealed class Lessons
{
    private readonly List<Observation> _reds = [];
    private int _idle;

    public IReadOnlyList<Observation> Reds => _reds;

    public Estimates Learnt { get; private set; } = new();

    public bool IsStalled(int slots) => Watchdog.Bites(_idle, slots);

    public void Passed(Row<int> content, double seconds)
    {
        var good = new SortedSet<int>(content);
        var flakes = _reds.Where(red => red.Suspects.All(good.Contains)).Sum(red => red.Times);
        _reds.RemoveAll(red => red.Suspects.All(good.Contains));
        _idle++;
        Learnt = Timed(seconds) with { Green = Learnt.Green + 1, Flakes = Learnt.Flakes + flakes };
    }

    public void Failed(Row<int> content, double seconds)
    {
        Add(new Observation(content.Order().ToRow(), 1));
        _idle++;
        Learnt = Timed(seconds) with { Red = Learnt.Red + 1 };
    }

    /// <summary>Who landed is no suspect; a set of which all landed was a flake.</summary>
    public void Landed(SortedSet<int> landed)
    {
        var flakes = 0;
        var touched = _reds.Where(red => red.Suspects.Any(landed.Contains)).ToList();
        _reds.RemoveAll(touched.Contains);
        foreach (var red in touched)
        {
            var left = red.Suspects.Where(pull => !landed.Contains(pull)).ToRow();
            if (left.Count == 0)
            {
                flakes += red.Times;
            }
            else
            {
                Add(red with { Suspects = left });
            }
        }

        _idle = 0;
        Learnt = Learnt with { Flakes = Learnt.Flakes + flakes, Landings = Learnt.Landings + 1 };
    }

    /// <summary>It takes the blame for all red sets that it is in.</summary>
    public void Ejected(int pull)
    {
        _reds.RemoveAll(red => red.Suspects.Contains(pull));
        _idle = 0;
    }

    private Estimates Timed(double seconds) => Learnt with { BuildSeconds = Learnt.BuildSeconds + seconds, Timed = Learnt.Timed + 1 };

    private void Add(Observation more)
    {
        var same = _reds.FindIndex(red => red.Suspects.Equals(more.Suspects));
        if (same < 0)
        {
            _reds.Add(more);
        }
        else
        {
            _reds[same] = _reds[same] with { Times = _reds[same].Times + more.Times };
        }
    }
}
