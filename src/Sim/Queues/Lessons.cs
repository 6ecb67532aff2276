using Sluice.Flow;
using Sluice.Flow.Queue;

namespace Sluice.Sim.Queues;

/// <summary>
/// What a lane learns from its builds, by the same rules as its ledger, for pulls without heads and builds without named checks.
/// </summary>
internal sealed class Lessons
{
    private readonly List<Red> _reds = [];
    private readonly SortedSet<int> _blamed = [];
    private int _idle;

    public Row<Observation> Reds => _reds.Select(red => red.Seen).ToRow();

    public Estimates Learnt { get; private set; } = new();

    public bool IsStalled(int slots) => Watchdog.Bites(_idle, slots);

    public void Passed(Row<int> content, double seconds)
    {
        var good = new SortedSet<int>(content);
        var flakes = _reds.Where(red => red.Seen.Suspects.All(good.Contains)).Sum(red => red.Seen.Times);
        _reds.RemoveAll(red => red.Seen.Suspects.All(good.Contains));
        _idle++;
        Learnt = Learning.Ended(Learnt, TimeSpan.FromSeconds(seconds), [], green: true);
        Learnt = Learnt with { Flakes = Learnt.Flakes + flakes + content.Count(_blamed.Remove) };
    }

    public void Failed(Row<int> content, double seconds)
    {
        Add(new Red(new Observation(content.Order().ToRow(), 1) { Excuse = Learning.Excuse(Learnt, []) }, false));
        _idle++;
        Learnt = Learning.Ended(Learnt, TimeSpan.FromSeconds(seconds), [], green: false);
    }

    /// <summary>Who landed is no suspect; a set of which all landed was a flake.</summary>
    /// <param name="fails">Of those that landed, the risk.</param>
    /// <param name="met">How each that had been green, and stays, overlaps with each of them.</param>
    public void Landed(SortedSet<int> landed, Func<int, double> fails, List<Overlap> met)
    {
        var flakes = 0;
        var touched = _reds.Where(red => red.Seen.Suspects.Any(landed.Contains)).ToList();
        _reds.RemoveAll(touched.Contains);
        foreach (var red in touched)
        {
            var left = red.Seen.Suspects.Where(pull => !landed.Contains(pull)).ToRow();
            if (left.Count == 0)
            {
                flakes += red.Seen.Times;
            }
            else
            {
                Add(new Red(red.Seen with { Suspects = left }, true));
            }
        }

        _idle = 0;
        Learnt = Learning.Landed(Learnt with { Flakes = Learnt.Flakes + flakes }, met);
        Learnt = landed.Aggregate(Learnt, (learnt, pull) => Learning.Over(learnt, fails(pull), landed: true, pair: false));
    }

    /// <summary>It takes the blame for all red sets that it is in.</summary>
    /// <param name="met">How it overlaps with the nearest of what landed since it was green, for whose company it fails; null: nothing did,
    /// or it never was.</param>
    public void Ejected(int pull, double fails, Overlap? met)
    {
        _blamed.Add(pull);
        _reds.RemoveAll(red => red.Seen.Suspects.Contains(pull));
        _idle = 0;
        Learnt = Learning.Over(Learnt, fails, landed: false, met is not null, met is { } kind ? [kind] : null);
    }

    private void Add(Red more)
    {
        var same = _reds.FindIndex(red => red.Seen.Suspects.Equals(more.Seen.Suspects));
        if (same < 0)
        {
            _reds.Add(more);
        }
        else
        {
            var (seen, beside) = _reds[same];
            _reds[same] = new Red(
                seen with
                {
                    Times = seen.Times + more.Seen.Times,
                    Excuse = seen.Excuse * more.Seen.Excuse,
                },
                beside || more.Beside
            );
        }
    }

    /// <param name="Beside">Others were in it that landed since.</param>
    private sealed record Red(Observation Seen, bool Beside);
}
