namespace Sluice.Flow.Queue;

/// <summary>What each knot of a tangle says against each pull that it holds.</summary>
internal sealed class Sayings
{
    private readonly Knot[] _knots;
    private readonly double[] _prior;

    /// <summary>The entries of place i begin at the i-th, ordered by their knots.</summary>
    private readonly int[] _begin;
    private readonly (int Knot, int Seat, double Weight)[] _entries;

    /// <summary>What a knot is told before it reckons.</summary>
    private readonly double[] _told;

    public Sayings(Knot[] knots, double[] prior)
    {
        _knots = knots;
        _prior = prior;
        _told = new double[prior.Length];
        _begin = new int[prior.Length + 1];
        foreach (var knot in knots)
        {
            foreach (var place in knot.Places)
            {
                _begin[place + 1]++;
            }
        }

        for (var place = 0; place < prior.Length; place++)
        {
            _begin[place + 1] += _begin[place];
        }

        _entries = new (int, int, double)[_begin[^1]];
        var next = _begin[..^1];
        for (var knot = 0; knot < knots.Length; knot++)
        {
            for (var seat = 0; seat < knots[knot].Places.Length; seat++)
            {
                _entries[next[knots[knot].Places[seat]]++] = (knot, seat, 1);
            }
        }
    }

    public (int Knot, int Seat, double Weight) First(int place) => _entries[_begin[place]];

    /// <summary>Has a knot reckon with what the others say, and notes what it says then.</summary>
    public void Tell(int knot)
    {
        var places = _knots[knot].Places;
        foreach (var place in places)
        {
            _told[place] = Believed(place, knot);
        }

        _knots[knot].Reckon(_told);
        foreach (var place in places)
        {
            for (var i = _begin[place]; i < _begin[place + 1]; i++)
            {
                if (_entries[i].Knot == knot)
                {
                    _entries[i].Weight = _knots[knot].Weight(_entries[i].Seat);
                }
            }
        }
    }

    /// <summary>P(it is bad), after what all knots but one say.</summary>
    public double Believed(int place, int but)
    {
        var prior = _prior[place];
        var odds = prior / (1 - prior);
        for (var i = _begin[place]; i < _begin[place + 1]; i++)
        {
            odds *= _entries[i].Knot == but ? 1 : _entries[i].Weight;
        }

        return Math.Min(odds / (1 + odds), 1 - 1e-9);
    }
}
