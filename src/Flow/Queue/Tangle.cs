namespace Sluice.Flow.Queue;

/// <summary>
/// Red sets that hang together by common pulls. Up to nine are one knot and reckoned with exactly. More are parted into knots of those that
/// share the most; each is exact by itself, and is told of the others by how much they speak against each single pull.
/// </summary>
internal sealed class Tangle
{
    /// <summary>Sets in a knot: its sum has 2^9 terms.</summary>
    private const int Cap = 9;

    /// <summary>How often each knot is told what the others say.</summary>
    private const int Rounds = 2;

    private readonly double[] _prior;
    private readonly Knot[] _knots;

    /// <summary>What the knots say against each place: of its several entries, the knot of the smallest set that holds it first.</summary>
    private readonly Sayings? _said;
    private readonly (int[] Places, double Good)[] _bounds = [];

    /// <param name="reds">Smallest first.</param>
    /// <param name="at">Of each pull of these sets, its place in the tangle; filled in here.</param>
    public Tangle(List<Observation> reds, Func<int, double> prior, double flake, int[] at)
    {
        Reds = reds;
        Pulls = Members(reds);
        _prior = new double[Pulls.Length];
        for (var place = 0; place < Pulls.Length; place++)
        {
            at[Pulls[place]] = place;
            _prior[place] = prior(Pulls[place]);
        }

        var sets = new int[reds.Count][];
        var chances = new double[reds.Count];
        for (var k = 0; k < sets.Length; k++)
        {
            sets[k] = Places(reds[k].Suspects.AsSpan(), at);
            chances[k] = reds[k].Chance(flake);
        }

        if (reds.Count <= Cap)
        {
            _knots = [new Knot(sets, chances, Pulls.Length)];
            _knots[0].Reckon(_prior);
            return;
        }

        _knots = [.. Part(sets).Select(part => new Knot([.. part.Select(k => sets[k])], [.. part.Select(k => chances[k])], Pulls.Length))];
        _said = new Sayings(_knots, _prior);
        for (var round = 0; round < Rounds; round++)
        {
            for (var knot = 0; knot < _knots.Length; knot++)
            {
                _said.Tell(knot);
            }
        }

        _bounds = [.. sets.Select((set, k) => Bound(set, chances[k]))];
    }

    public List<Observation> Reds { get; }

    /// <summary>Who is in it, ascending.</summary>
    public int[] Pulls { get; }

    /// <summary>
    /// The sets, tied up by common pulls, each knot with its smallest sets first; tells each pull its knot, counted from one.
    /// </summary>
    public static List<List<Observation>> Tie(IReadOnlyList<Observation> reds, short[] of)
    {
        var heads = new int[reds.Count];
        for (var k = 0; k < reds.Count; k++)
        {
            heads[k] = k;
            foreach (var pull in reds[k].Suspects.AsSpan())
            {
                if (of[pull] == 0)
                {
                    of[pull] = (short)(k + 1);
                    continue;
                }

                var (one, other) = (Head(heads, k), Head(heads, of[pull] - 1));
                heads[Math.Max(one, other)] = Math.Min(one, other);
            }
        }

        var knots = new List<List<Observation>>();
        var knotOf = new int[reds.Count];
        for (var k = 0; k < reds.Count; k++)
        {
            // The first of a knot is its head.
            var head = Head(heads, k);
            if (head == k)
            {
                knotOf[k] = knots.Count;
                knots.Add([]);
            }

            knots[knotOf[head]].Add(reds[k]);
            foreach (var pull in reds[k].Suspects.AsSpan())
            {
                of[pull] = (short)(knotOf[head] + 1);
            }
        }

        return
        [
            .. knots.Select(knot =>
                knot.Count == 1 ? knot : knot.OrderBy(red => red.Suspects.Count).ThenBy(red => red.Suspects, Knot.Ascending).ToList()
            ),
        ];
    }

    public double Bad(int place) => _said?.Believed(place, -1) ?? _knots[0].Bad(place);

    /// <param name="places">In the order asked for.</param>
    public double Good(ReadOnlySpan<int> places)
    {
        if (_said is null)
        {
            return _knots[0].Good(places);
        }

        var good = 1.0;
        Span<bool> done = stackalloc bool[_knots.Length];
        var seats = new int[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var knot = _said.First(places[i]).Knot;
            if (done[knot])
            {
                continue;
            }

            done[knot] = true;
            var count = 0;
            for (var j = i; j < places.Length; j++)
            {
                if (_said.First(places[j]) is var first && first.Knot == knot)
                {
                    seats[count++] = first.Seat;
                }
            }

            good *= _knots[knot].Good(seats.AsSpan(0, count));
        }

        return Bounded(good, places);
    }

    private double Bounded(double good, ReadOnlySpan<int> places)
    {
        bool[]? asked = null;
        foreach (var (members, most) in _bounds)
        {
            if (most < good && members.Length <= places.Length)
            {
                asked ??= Marked(places);
                good = Array.TrueForAll(members, place => asked[place]) ? most : good;
            }
        }

        return good;
    }

    private bool[] Marked(ReadOnlySpan<int> places)
    {
        var marked = new bool[Pulls.Length];
        foreach (var place in places)
        {
            marked[place] = true;
        }

        return marked;
    }

    /// <summary>The sets, smallest first, each put where it shares the most suspicion.</summary>
    private List<List<int>> Part(int[][] sets)
    {
        var parts = new List<(List<int> Sets, bool[] Holds)>();
        for (var k = 0; k < sets.Length; k++)
        {
            var (best, most) = (-1, 0.0);
            for (var part = 0; part < parts.Count; part++)
            {
                if (parts[part].Sets.Count < Cap)
                {
                    var shared = 0.0;
                    foreach (var place in sets[k])
                    {
                        shared += parts[part].Holds[place] ? _prior[place] : 0;
                    }

                    (best, most) = shared > most ? (part, shared) : (best, most);
                }
            }

            if (best < 0)
            {
                best = parts.Count;
                parts.Add(([], new bool[Pulls.Length]));
            }

            parts[best].Sets.Add(k);
            foreach (var place in sets[k])
            {
                parts[best].Holds[place] = true;
            }
        }

        return [.. parts.Select(part => part.Sets)];
    }

    /// <summary>
    /// P(all of a set are good | it was red): without it a set whose members are reckoned with apart would be tested again for ever.
    /// </summary>
    private (int[] Places, double Good) Bound(int[] set, double chance)
    {
        var ln = 0.0;
        foreach (var place in set)
        {
            ln += Math.Log(1 - _prior[place]);
        }

        var allGood = Math.Exp(ln);
        var flaked = allGood * chance;
        return (set, flaked / (flaked + 1 - allGood));
    }

    private static int[] Members(List<Observation> reds)
    {
        var all = new List<int>();
        foreach (var red in reds)
        {
            all.AddRange(red.Suspects.AsSpan());
        }

        all.Sort();
        var count = 0;
        for (var i = 0; i < all.Count; i++)
        {
            if (count == 0 || all[i] != all[count - 1])
            {
                all[count++] = all[i];
            }
        }

        return [.. all[..count]];
    }

    private static int[] Places(ReadOnlySpan<int> pulls, int[] at)
    {
        var places = new int[pulls.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = at[pulls[i]];
        }

        return places;
    }

    private static int Head(int[] heads, int k)
    {
        while (heads[k] != k)
        {
            k = heads[k];
        }

        return k;
    }
}
