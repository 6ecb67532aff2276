namespace Sluice.Flow.Queue;

/// <summary>
/// Red sets that hang together by common pulls. Up to nine are one knot and reckoned with exactly. More are parted into knots of those that share the most; each is exact by
/// itself, and is told of the others by how much they speak against each single pull.
/// </summary>
internal sealed class Tangle
{
    /// <summary>Sets in a knot: its sum has 2^9 terms.</summary>
    private const int Cap = 9;

    /// <summary>How often each knot is told what the others say.</summary>
    private const int Rounds = 2;

    private readonly Func<int, double> _prior;
    private readonly Knot[] _knots;

    /// <summary>For each pull, what each knot that it is in says against it; the knot of the smallest set that holds it first.</summary>
    private readonly SortedDictionary<int, List<(int Knot, double Weight)>> _said = [];
    private readonly (int[] Pulls, double Good)[] _bounds = [];

    /// <param name="reds">Smallest first.</param>
    public Tangle(List<Observation> reds, Func<int, double> prior, double flake)
    {
        _prior = prior;
        if (reds.Count <= Cap)
        {
            _knots = [new Knot(reds, prior, flake)];
            return;
        }

        var parts = Part(reds, prior);
        for (var knot = 0; knot < parts.Count; knot++)
        {
            foreach (var pull in parts[knot].SelectMany(red => red.Suspects).Distinct())
            {
                if (!_said.TryGetValue(pull, out var said))
                {
                    _said[pull] = said = [];
                }

                said.Add((knot, 1));
            }
        }

        _knots = new Knot[parts.Count];
        for (var round = 0; round < Rounds; round++)
        {
            for (var knot = 0; knot < parts.Count; knot++)
            {
                Tell(knot, parts[knot], flake);
            }
        }

        _bounds = [.. reds.Select(red => Bound(red, prior, flake))];
    }

    /// <summary>The sets, tied up by common pulls, each knot with its smallest sets first; tells each pull its knot, counted from one.</summary>
    public static List<List<Observation>> Tie(IReadOnlyList<Observation> reds, short[] of)
    {
        var heads = new int[reds.Count];
        var first = new SortedDictionary<int, int>();
        for (var k = 0; k < reds.Count; k++)
        {
            heads[k] = k;
            foreach (var pull in reds[k].Suspects)
            {
                if (first.TryGetValue(pull, out var other))
                {
                    heads[Head(heads, Math.Max(Head(heads, k), Head(heads, other)))] = Math.Min(Head(heads, k), Head(heads, other));
                }
                else
                {
                    first[pull] = k;
                }
            }
        }

        var knots = Enumerable.Range(0, reds.Count).GroupBy(k => Head(heads, k), k => reds[k]).OrderBy(knot => knot.Key)
            .Select(knot => knot.OrderBy(red => red.Suspects.Count).ThenBy(red => red.Suspects, Knot.Ascending).ToList()).ToList();
        for (var knot = 0; knot < knots.Count; knot++)
        {
            foreach (var pull in knots[knot].SelectMany(red => red.Suspects))
            {
                of[pull] = (short)(knot + 1);
            }
        }

        return knots;
    }

    public double Bad(int pull)
    {
        if (!_said.TryGetValue(pull, out var said))
        {
            return _knots[0].Bad(pull);
        }

        return Believed(pull, said, -1);
    }

    public double Good(List<int> pulls)
    {
        if (_knots.Length == 1)
        {
            return _knots[0].Good(pulls);
        }

        var good = 1.0;
        foreach (var part in pulls.GroupBy(pull => _said[pull][0].Knot))
        {
            good *= _knots[part.Key].Good([.. part]);
        }

        foreach (var (members, most) in _bounds)
        {
            good = most < good && members.Length <= pulls.Count && members.All(pulls.Contains) ? most : good;
        }

        return good;
    }

    /// <summary>The sets, smallest first, each put where it shares the most suspicion.</summary>
    private static List<List<Observation>> Part(List<Observation> reds, Func<int, double> prior)
    {
        var parts = new List<(List<Observation> Reds, SortedSet<int> Pulls)>();
        foreach (var red in reds)
        {
            var (best, most) = (-1, 0.0);
            for (var part = 0; part < parts.Count; part++)
            {
                if (parts[part].Reds.Count < Cap)
                {
                    var shared = red.Suspects.Where(parts[part].Pulls.Contains).Sum(prior);
                    (best, most) = shared > most ? (part, shared) : (best, most);
                }
            }

            if (best < 0)
            {
                parts.Add(([red], [.. red.Suspects]));
            }
            else
            {
                parts[best].Reds.Add(red);
                parts[best].Pulls.UnionWith(red.Suspects);
            }
        }

        return [.. parts.Select(part => part.Reds)];
    }

    private void Tell(int knot, List<Observation> reds, double flake)
    {
        var made = _knots[knot] = new Knot(reds, pull => Believed(pull, _said[pull], knot), flake);
        foreach (var pull in made.Pulls)
        {
            var said = _said[pull];
            said[said.FindIndex(one => one.Knot == knot)] = (knot, made.Weight(pull));
        }
    }

    /// <summary>P(it is bad), after what all knots but one say.</summary>
    private double Believed(int pull, List<(int Knot, double Weight)> said, int but)
    {
        var prior = _prior(pull);
        var odds = prior / (1 - prior);
        foreach (var (knot, weight) in said)
        {
            odds *= knot == but ? 1 : weight;
        }

        return Math.Min(odds / (1 + odds), 1 - 1e-9);
    }

    /// <summary>P(all of a set are good | it was red): without it a set whose members are reckoned with apart would be tested again for ever.</summary>
    private static (int[] Pulls, double Good) Bound(Observation red, Func<int, double> prior, double flake)
    {
        var allGood = Math.Exp(red.Suspects.Sum(pull => Math.Log(1 - prior(pull))));
        var flaked = allGood * red.Chance(flake);
        return ([.. red.Suspects], flaked / (flaked + 1 - allGood));
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
