using Sluice.Sim.Queues;

namespace Sluice.Sim.Rivals;

/// <summary>
/// Mergify: batches on top of each other, so many checks at once. The first that is red is tested again in cumulative prefixes: the longest
/// green one lands, and the part by which the first red one is longer is split in turn; what is known to be bad together is not tested
/// again.
/// </summary>
/// <param name="most">Pulls in a batch.</param>
/// <param name="batches">Batches on top of each other.</param>
/// <param name="parts">Prefixes that a red batch is split into.</param>
public sealed class Prefixes(Mainline mainline, int most, int batches, int parts) : IQueue
{
    private readonly LinkedList<int> _line = [];
    private readonly List<Run> _train = [];
    private readonly List<Run> _prefixes = [];
    private readonly List<int> _ends = [];
    private int[]? _bad;

    public void Enter(int pull) => _line.AddLast(pull);

    public void Finish(Run run)
    {
        // Results are taken in where the batch or the prefix stands: see Act.
    }

    public void Act()
    {
        while (_bad is null ? Settle() : Resolve()) { }

        if (_bad is null)
        {
            Fill();
        }
    }

    /// <summary>Takes in the first batch's result, if there is one.</summary>
    private bool Settle()
    {
        if (_train.Count == 0 || !_train[0].Over)
        {
            return false;
        }

        var first = _train[0];
        _train.RemoveAt(0);
        if (first.Green)
        {
            mainline.Land(first);
            return true;
        }

        var content = first.Content.Where(pull => !mainline.HasLanded(pull)).ToArray();
        GiveBack(_train.SelectMany(run => run.Content).Where(pull => !content.Contains(pull) && !mainline.HasLanded(pull)).Distinct());
        foreach (var behind in _train)
        {
            mainline.Cancel(behind);
        }

        _train.Clear();
        _bad = content;
        return true;
    }

    /// <summary>Splits what is known to be bad.</summary>
    private bool Resolve()
    {
        if (_bad!.Length == 1)
        {
            mainline.Eject(_bad[0]);
            _bad = null;
            return true;
        }

        if (_prefixes.Count == 0)
        {
            Split();
        }

        Launch();
        return Conclude();
    }

    private void Split()
    {
        _ends.Clear();
        var count = Math.Min(parts, _bad!.Length);
        for (var part = 1; part < count; part++)
        {
            _ends.Add((int)Math.Ceiling((double)_bad.Length * part / count));
        }
    }

    private void Launch()
    {
        while (_prefixes.Count < _ends.Count && mainline.Free > 0)
        {
            _prefixes.Add(mainline.Start(_bad![.._ends[_prefixes.Count]]));
        }
    }

    /// <summary>Goes on once all prefixes up to the first red one are known.</summary>
    private bool Conclude()
    {
        var red = _prefixes.FindIndex(run => run is { Over: true, Green: false });
        var last = red < 0 ? _ends.Count - 1 : red - 1;
        if (_prefixes.Count <= last || _prefixes.Take(last + 1).Any(run => !run.Over))
        {
            CancelAfter(red);
            return false;
        }

        var from = last < 0 ? 0 : _ends[last];
        var to = red < 0 ? _bad!.Length : _ends[red];
        if (last >= 0)
        {
            mainline.Land(_prefixes[last]);
        }

        foreach (var run in _prefixes)
        {
            mainline.Cancel(run);
        }

        _prefixes.Clear();
        GiveBack(_bad![to..]);
        _bad = _bad[from..to];
        return true;
    }

    private void CancelAfter(int red)
    {
        for (var i = red + 1; red >= 0 && i < _prefixes.Count; i++)
        {
            mainline.Cancel(_prefixes[i]);
        }
    }

    private void Fill()
    {
        while (_line.Count > 0 && _train.Count < batches && mainline.Free > 0)
        {
            var content = _train.Count == 0 ? [] : _train[^1].Content.Where(pull => !mainline.HasLanded(pull)).ToList();
            for (var i = 0; i < most && _line.First is { } next; i++)
            {
                content.Add(next.Value);
                _line.RemoveFirst();
            }

            _train.Add(mainline.Start(content));
        }
    }

    private void GiveBack(IEnumerable<int> pulls)
    {
        foreach (var pull in pulls.Reverse())
        {
            _line.AddFirst(pull);
        }
    }
}
