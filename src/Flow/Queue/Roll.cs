namespace Sluice.Flow.Queue;

/// <summary>
/// Whose place in the order of service is which. The scheduler counts in places: an array is read where a number would have to be looked up. Numbers that
/// do not wait any more (in a red set, in a build) get the places behind all others.
/// </summary>
internal sealed class Roll
{
    private readonly Row<Waiting> _pulls;
    private readonly int[] _numbers;
    private readonly int[]? _places;
    private readonly List<int> _strangers = [];

    public Roll(Row<Waiting> pulls)
    {
        _pulls = pulls;
        _numbers = new int[pulls.Count];
        var ascending = true;
        var last = int.MinValue;
        var span = pulls.AsSpan();
        for (var place = 0; place < span.Length; place++)
        {
            var number = span[place].Number;
            _numbers[place] = number;
            ascending &= number > last;
            last = number;
        }

        if (!ascending)
        {
            _places = new int[pulls.Count];
            for (var place = 0; place < _places.Length; place++)
            {
                _places[place] = place;
            }

            Array.Sort(_numbers, _places);
        }
    }

    /// <summary>How many wait.</summary>
    public int Count => _numbers.Length;

    /// <summary>Waiting ones and strangers known so far.</summary>
    public int Known => _numbers.Length + _strangers.Count;

    public int Number(int place) => place < Count ? _pulls[place].Number : _strangers[place - Count];

    /// <summary>Below zero: it does not wait.</summary>
    public int Find(int number)
    {
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
}
