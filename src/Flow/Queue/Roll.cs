using System.Runtime.InteropServices;

namespace Sluice.Flow.Queue;

/// <summary>
/// Whose place in the order of service is which. The scheduler counts in places: an array is read where a number would have to be looked
/// up. Numbers that do not wait any more (in a red set, in a build) get the places behind all others.
/// </summary>
internal sealed class Roll
{
    /// <summary>Numbers lie as close as this, on average, where a table of them pays.</summary>
    private const int Sparse = 8;

    private readonly Row<Waiting> _pulls;
    private readonly List<int> _strangers = [];

    /// <summary>The lowest number, and of each from there on its place, counted from one; empty: they lie too far apart.</summary>
    private readonly int _first;
    private readonly int[] _table = [];

    private readonly int[] _numbers = [];
    private readonly int[]? _places;

    public Roll(Row<Waiting> pulls)
    {
        _pulls = pulls;
        var span = pulls.AsSpan();
        var ascending = true;
        int least = int.MaxValue,
            most = int.MinValue;
        foreach (var pull in span)
        {
            ascending &= pull.Number > most;
            least = Math.Min(least, pull.Number);
            most = Math.Max(most, pull.Number);
        }

        if (span.Length > 0 && (long)most - least < (long)Sparse * span.Length)
        {
            _first = least;
            _table = new int[most - least + 1];
            for (var place = 0; place < span.Length; place++)
            {
                _table[span[place].Number - least] = place + 1;
            }

            return;
        }

        _numbers = new int[span.Length];
        for (var place = 0; place < span.Length; place++)
        {
            _numbers[place] = span[place].Number;
        }

        if (!ascending)
        {
            _places = [.. Enumerable.Range(0, span.Length)];
            Array.Sort(_numbers, _places);
        }
    }

    /// <summary>How many wait.</summary>
    public int Count => _pulls.Count;

    /// <summary>Waiting ones and strangers known so far.</summary>
    public int Known => Count + _strangers.Count;

    public int Number(int place) => place < Count ? _pulls[place].Number : _strangers[place - Count];

    /// <summary>Below zero: it does not wait.</summary>
    public int Find(int number)
    {
        if (_table.Length > 0)
        {
            var from = (long)number - _first;
            return from >= 0 && from < _table.Length ? _table[from] - 1 : -1;
        }

        var at = Array.BinarySearch(_numbers, number);
        return at < 0 ? -1 : _places?[at] ?? at;
    }

    public int Place(int number)
    {
        var place = Find(number);
        if (place >= 0)
        {
            return place;
        }

        var stranger = _strangers.IndexOf(number);
        if (stranger < 0)
        {
            stranger = _strangers.Count;
            _strangers.Add(number);
        }

        return Count + stranger;
    }

    public int[] Places(Row<int> numbers)
    {
        var places = new int[numbers.Count];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Place(numbers[i]);
        }

        return places;
    }

    /// <summary>Their places, ascending.</summary>
    public Row<int> Ascending(Row<int> numbers)
    {
        var places = Places(numbers);
        places.AsSpan().Sort();
        return new Row<int>(ImmutableCollectionsMarshal.AsImmutableArray(places));
    }
}
