namespace Sluice.Flow.Queue;

/// <summary>Red sets that hang together by common pulls, few enough to be reckoned with exactly: the sum has a term for each choice of them.</summary>
internal sealed class Knot
{
    private readonly int[] _pulls;
    private readonly double[] _lnGood;

    /// <summary>For each pull, which class of pulls it is of: those that are in the same sets.</summary>
    private readonly int[] _class;
    private readonly int[] _signatures;

    /// <summary>For each class, the sum of ln P(good).</summary>
    private readonly double[] _lnAll;

    /// <summary>P(the rest of the sets is red | a bad pull explains those in the mask, none the others).</summary>
    private readonly double[] _chance;
    private readonly double[] _badOf;
    private readonly double _total;

    public Knot(IReadOnlyList<Observation> reds, Func<int, double> prior, double flake)
    {
        var kept = reds.Count;
        _pulls = [.. new SortedSet<int>(reds.SelectMany(red => red.Suspects))];
        _lnGood = [.. _pulls.Select(pull => Math.Log(1 - prior(pull)))];
        var signatures = new int[_pulls.Length];
        for (var k = 0; k < kept; k++)
        {
            foreach (var pull in reds[k].Suspects)
            {
                signatures[Array.BinarySearch(_pulls, pull)] |= 1 << k;
            }
        }

        _signatures = [.. signatures.Distinct().Order()];
        _class = [.. signatures.Select(signature => Array.BinarySearch(_signatures, signature))];
        _lnAll = new double[_signatures.Length];
        for (var i = 0; i < _pulls.Length; i++)
        {
            _lnAll[_class[i]] += _lnGood[i];
        }

        _chance = new double[1 << kept];
        for (var mask = 0; mask < _chance.Length; mask++)
        {
            _chance[mask] = 1;
            for (var k = 0; k < kept; k++)
            {
                _chance[mask] *= (mask >> k & 1) == 0 ? reds[k].Chance(flake) : 1;
            }
        }

        var explained = Explained(new double[_signatures.Length]);
        _total = Sum(explained, 0);
        _badOf = [.. _signatures.Select(signature => Sum(explained, signature) / _total)];
    }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<int> Pulls => _pulls;

    /// <summary>P(what was seen | it is bad) over P(what was seen | it is good). Bad, it explains every set that it is in, whatever the others are.</summary>
    public double Weight(int pull)
    {
        var at = Array.BinarySearch(_pulls, pull);
        var likely = _badOf[_class[at]];
        var prior = -Expm1(_lnGood[at]);
        return likely * (1 - prior) / Math.Max(1 - (prior * likely), 1e-300);
    }

    /// <summary>P(it is bad | what was seen).</summary>
    public double Bad(int pull)
    {
        var at = Array.BinarySearch(_pulls, pull);
        return -Expm1(_lnGood[at]) * _badOf[_class[at]];
    }

    /// <summary>P(every one of them is good | what was seen).</summary>
    public double Good(List<int> pulls)
    {
        var held = new double[_signatures.Length];
        foreach (var pull in pulls)
        {
            var at = Array.BinarySearch(_pulls, pull);
            held[_class[at]] += _lnGood[at];
        }

        return Sum(Explained(held), 0) / _total;
    }

    /// <summary>
    /// P(a bad pull is in just these sets, and those held are good), for every choice of sets; one class of pulls after the other.
    /// </summary>
    private double[] Explained(double[] held)
    {
        var weight = new double[_chance.Length];
        weight[0] = 1;
        for (var c = 0; c < _signatures.Length; c++)
        {
            var signature = _signatures[c];
            var allGood = Math.Exp(_lnAll[c]);
            var someBad = Math.Exp(held[c]) * -Expm1(_lnAll[c] - held[c]);
            for (var mask = weight.Length - 1; mask >= 0; mask--)
            {
                var explained = mask | signature;
                if (explained == mask)
                {
                    weight[mask] *= allGood + someBad;
                    continue;
                }

                weight[explained] += weight[mask] * someBad;
                weight[mask] *= allGood;
            }
        }

        return weight;
    }

    private double Sum(double[] explained, int also)
    {
        var sum = 0.0;
        for (var mask = 0; mask < explained.Length; mask++)
        {
            sum += explained[mask] * _chance[mask | also];
        }

        return sum;
    }

    /// <summary>A total order of sets.</summary>
    public static Comparer<Row<int>> Ascending { get; } = Comparer<Row<int>>.Create((one, other) => one.AsSpan().SequenceCompareTo(other.AsSpan()));

    /// <summary>eˣ − 1 without losing the digits of a small x.</summary>
    private static double Expm1(double x) => Math.Abs(x) > 1e-5 ? Math.Exp(x) - 1 : x + (x * x / 2) + (x * x * x / 6);
}
