namespace Sluice.Flow.Queue;

/// <summary>
/// Red sets that hang together by common pulls, few enough to be reckoned with exactly: the sum has a term for each choice of them. Pulls
/// are seats here: 0, 1, 2, … in the order of their places.
/// </summary>
internal sealed class Knot
{
    private readonly double[] _lnGood;

    /// <summary>For each seat, which class of pulls it is of: those that are in the same sets.</summary>
    private readonly int[] _class;
    private readonly int[] _signatures;

    /// <summary>For each class, the sum of ln P(good).</summary>
    private readonly double[] _lnAll;

    /// <summary>P(the rest of the sets is red | a bad pull explains those in the mask, none the others).</summary>
    private readonly double[] _chance;
    private readonly double[] _badOf;
    private double _total;

    /// <param name="reds">The sets, by places of the tangle.</param>
    /// <param name="chances">Of each, P(it is red | nobody in it is bad).</param>
    /// <param name="places">How many there are in the tangle.</param>
    public Knot(IReadOnlyList<int[]> reds, IReadOnlyList<double> chances, int places)
    {
        var signatures = new int[places];
        for (var k = 0; k < reds.Count; k++)
        {
            foreach (var place in reds[k])
            {
                signatures[place] |= 1 << k;
            }
        }

        var classes = new int[1 << reds.Count];
        var seats = 0;
        foreach (var signature in signatures)
        {
            classes[signature] = 1;
            seats += signature == 0 ? 0 : 1;
        }

        _signatures = Known(classes);
        Places = new int[seats];
        _class = new int[seats];
        for (int place = 0, seat = 0; place < places; place++)
        {
            if (signatures[place] != 0)
            {
                (Places[seat], _class[seat++]) = (place, classes[signatures[place]]);
            }
        }

        _chance = Chances(reds.Count, chances);
        _lnGood = new double[seats];
        _lnAll = new double[_signatures.Length];
        _badOf = new double[_signatures.Length];
    }

    /// <summary>Who sits where, ascending.</summary>
    public int[] Places { get; }

    /// <param name="bad">Of each place in the tangle, P(bad) before these sets are asked.</param>
    public void Reckon(ReadOnlySpan<double> bad)
    {
        Array.Clear(_lnAll);
        for (var seat = 0; seat < _lnGood.Length; seat++)
        {
            _lnGood[seat] = Math.Log(1 - bad[Places[seat]]);
            _lnAll[_class[seat]] += _lnGood[seat];
        }

        Span<double> explained = stackalloc double[_chance.Length];
        Explain(stackalloc double[_signatures.Length], explained);
        _total = Sum(explained, 0);
        for (var c = 0; c < _badOf.Length; c++)
        {
            _badOf[c] = Sum(explained, _signatures[c]) / _total;
        }
    }

    /// <summary>
    /// P(what was seen | it is bad) over P(what was seen | it is good). Bad, it explains every set that it is in, whatever the others are.
    /// </summary>
    public double Weight(int seat)
    {
        var likely = _badOf[_class[seat]];
        var prior = -Expm1(_lnGood[seat]);
        return likely * (1 - prior) / Math.Max(1 - (prior * likely), 1e-300);
    }

    /// <summary>P(it is bad | what was seen).</summary>
    public double Bad(int seat) => -Expm1(_lnGood[seat]) * _badOf[_class[seat]];

    /// <summary>P(every one of them is good | what was seen).</summary>
    public double Good(ReadOnlySpan<int> seats)
    {
        Span<double> held = stackalloc double[_signatures.Length];
        foreach (var seat in seats)
        {
            held[_class[seat]] += _lnGood[seat];
        }

        Span<double> explained = stackalloc double[_chance.Length];
        Explain(held, explained);
        return Sum(explained, 0) / _total;
    }

    /// <summary>
    /// P(a bad pull is in just these sets, and those held are good), for every choice of sets; one class of pulls after the other.
    /// </summary>
    private void Explain(ReadOnlySpan<double> held, Span<double> weight)
    {
        weight[0] = 1;
        var reached = 1;
        for (var c = 0; c < _signatures.Length; c++)
        {
            // Signatures ascend: no class so far was in a set beyond.
            var signature = _signatures[c];
            while (reached <= signature)
            {
                reached <<= 1;
            }

            var allGood = Math.Exp(_lnAll[c]);
            var someBad = Math.Exp(held[c]) * -Expm1(_lnAll[c] - held[c]);
            var any = allGood + someBad;
            for (var mask = reached - 1; mask >= 0; mask--)
            {
                var before = weight[mask];
                var explained = mask | signature;
                if (explained == mask)
                {
                    weight[mask] = before * any;
                    continue;
                }

                weight[explained] += before * someBad;
                weight[mask] = before * allGood;
            }
        }
    }

    private double Sum(ReadOnlySpan<double> explained, int also)
    {
        var sum = 0.0;
        var chance = _chance.AsSpan(0, explained.Length);
        for (var mask = 0; mask < explained.Length; mask++)
        {
            sum += explained[mask] * chance[mask | also];
        }

        return sum;
    }

    /// <summary>The signatures that there are, ascending; leaves the class of each in its stead.</summary>
    private static int[] Known(int[] classes)
    {
        var signatures = new List<int>();
        for (var signature = 1; signature < classes.Length; signature++)
        {
            if (classes[signature] != 0)
            {
                classes[signature] = signatures.Count;
                signatures.Add(signature);
            }
        }

        return [.. signatures];
    }

    private static double[] Chances(int sets, IReadOnlyList<double> chances)
    {
        var all = new double[1 << sets];
        all[0] = 1;
        for (var k = 0; k < sets; k++)
        {
            for (var mask = 0; mask < 1 << k; mask++)
            {
                all[mask | (1 << k)] = all[mask];
                all[mask] *= chances[k];
            }
        }

        return all;
    }

    /// <summary>A total order of sets.</summary>
    public static Comparer<Row<int>> Ascending { get; } =
        Comparer<Row<int>>.Create((one, other) => one.AsSpan().SequenceCompareTo(other.AsSpan()));

    /// <summary>eˣ − 1 without losing the digits of a small x.</summary>
    private static double Expm1(double x) => Math.Abs(x) > 1e-5 ? Math.Exp(x) - 1 : x + (x * x / 2) + (x * x * x / 6);
}
