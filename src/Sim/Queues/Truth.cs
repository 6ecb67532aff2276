namespace Sluice.Sim.Queues;

/// <summary>What no queue knows: who fails, alone or with whom. Pulls are known by their place in the trace.</summary>
internal sealed class Truth
{
    private readonly bool[] _bad;
    private readonly int[][] _conflicts;
    private readonly int[][] _areas;
    private readonly int[] _seen;
    private int _stamp;

    public Truth(Trace trace)
    {
        var changes = trace.Changes;
        var place = new SortedDictionary<int, int>();
        var areas = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < changes.Count; i++)
        {
            place[changes[i].Number] = i;
        }

        _bad = [.. changes.Select(change => change.Bad)];
        _seen = new int[changes.Count];
        _areas =
        [
            .. changes.Select(change =>
                change.Paths.Select(path => areas.TryGetValue(path, out var known) ? known : areas[path] = areas.Count).Order().ToArray()
            ),
        ];
        var conflicts = changes.Select(_ => new SortedSet<int>()).ToArray();
        for (var i = 0; i < changes.Count; i++)
        {
            foreach (var other in changes[i].Conflicts)
            {
                conflicts[i].Add(place[other]);
                conflicts[place[other]].Add(i);
            }
        }

        _conflicts = [.. conflicts.Select(set => set.ToArray())];
    }

    /// <summary>Both touch a place that the other touches; two that fail together do, whatever paths a trace gives them.</summary>
    public bool Overlap(int one, int other)
    {
        if (Array.BinarySearch(_conflicts[one], other) >= 0)
        {
            return true;
        }

        int[] left = _areas[one],
            right = _areas[other];
        for (int i = 0, j = 0; i < left.Length && j < right.Length; )
        {
            if (left[i] == right[j])
            {
                return true;
            }

            if (left[i] < right[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return false;
    }

    /// <summary>Whether it fails on a base that holds those.</summary>
    public bool Fails(int pull, bool[] landed) => _bad[pull] || Array.Exists(_conflicts[pull], other => landed[other]);

    /// <summary>Those of them, the first first, that none before them fails with.</summary>
    public List<int> Fitting(IEnumerable<int> pulls)
    {
        _stamp++;
        var fitting = new List<int>();
        foreach (var pull in pulls.Where(pull => !Array.Exists(_conflicts[pull], other => _seen[other] == _stamp)))
        {
            _seen[pull] = _stamp;
            fitting.Add(pull);
        }

        return fitting;
    }

    /// <summary>Whether CI of all of these on a base that holds those is red, flakes apart.</summary>
    public bool Fails(ReadOnlySpan<int> content, bool[] landed)
    {
        // A batch of all that waits holds somebody bad nearly always.
        foreach (var pull in content)
        {
            if (_bad[pull])
            {
                return true;
            }
        }

        _stamp++;
        foreach (var pull in content)
        {
            _seen[pull] = _stamp;
        }

        foreach (var pull in content)
        {
            foreach (var other in _conflicts[pull])
            {
                if (landed[other] || _seen[other] == _stamp)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
