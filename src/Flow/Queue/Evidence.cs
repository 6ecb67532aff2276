namespace Sluice.Flow.Queue;

/// <summary>Red sets that hang together by common members.</summary>
internal sealed class Evidence
{
    /// <summary>Sets that are reckoned with exactly, smallest first: the sum has 2^9 terms. The others still bound what holds all of them.</summary>
    private const int Cap = 9;

    private readonly double _flake;
    private readonly double[] _unexplained;
    private readonly SortedDictionary<int, double> _priors = [];
    private readonly SortedDictionary<int, List<int>> _signatures = [];
    private readonly Observation[] _dropped;
    private readonly double _total;
    private readonly SortedDictionary<int, double> _alone = [];

    public Evidence(IReadOnlyCollection<Observation> component, SortedDictionary<int, double> priors, double flake)
    {
        _flake = flake;
        var kept = component.Take(Cap).ToArray();
        _dropped = [.. component.Skip(Cap)];
        foreach (var pull in component.SelectMany(red => red.Suspects).Distinct())
        {
            var signature = 0;
            for (var k = 0; k < kept.Length; k++)
            {
                signature |= kept[k].Suspects.Contains(pull) ? 1 << k : 0;
            }

            _priors[pull] = priors[pull];
            (_signatures.TryGetValue(signature, out var same) ? same : _signatures[signature] = []).Add(pull);
        }

        _unexplained = new double[1 << kept.Length];
        for (var mask = 0; mask < _unexplained.Length; mask++)
        {
            _unexplained[mask] = 1;
            for (var k = 0; k < kept.Length; k++)
            {
                _unexplained[mask] *= (mask >> k & 1) == 0 ? Math.Pow(flake, kept[k].Times) : 1;
            }
        }

        _total = Sum([]);
    }

    public IEnumerable<int> Pulls => _priors.Keys;

    /// <summary>Components, each with its smallest sets first.</summary>
    public static IEnumerable<IReadOnlyCollection<Observation>> Split(IEnumerable<Observation> reds)
    {
        var components = new List<(SortedSet<int> Pulls, List<Observation> Reds)>();
        foreach (var red in reds.OrderBy(red => red.Suspects.Count).ThenBy(red => string.Join(',', red.Suspects), StringComparer.Ordinal))
        {
            var touched = components.Where(component => component.Pulls.Overlaps(red.Suspects)).ToList();
            components.RemoveAll(touched.Contains);
            components.Add(([.. touched.SelectMany(part => part.Pulls), .. red.Suspects], [.. touched.SelectMany(part => part.Reds), red]));
        }

        return components.Select(component => component.Reds.OrderBy(red => red.Suspects.Count).ToList());
    }

    public double Good(SortedSet<int> pulls)
    {
        if (pulls.Count == 1 && _alone.TryGetValue(pulls.Min, out var known))
        {
            return known;
        }

        var good = Math.Min(Sum(pulls) / _total, _dropped.Where(red => pulls.IsSupersetOf(red.Suspects)).Select(Ceiling).DefaultIfEmpty(1).Min());
        if (pulls.Count == 1)
        {
            _alone[pulls.Min] = good;
        }

        return good;
    }

    /// <summary>P(all of a set are good | it was red): without it a set beyond the cap would be tested again for ever.</summary>
    private double Ceiling(Observation red)
    {
        var good = red.Suspects.Aggregate(1.0, (product, pull) => product * (1 - _priors[pull])) * Math.Pow(_flake, red.Times);
        var bad = 1 - red.Suspects.Aggregate(1.0, (product, pull) => product * (1 - _priors[pull]));
        return good / (good + bad);
    }

    /// <summary>P(the sets are red, and the forced are good): over which sets a bad pull explains, one class of pulls in the same sets after the other.</summary>
    private double Sum(SortedSet<int> forced)
    {
        var weight = new double[_unexplained.Length];
        weight[0] = 1;
        foreach (var (signature, pulls) in _signatures)
        {
            double held = 0, rest = 0;
            foreach (var pull in pulls)
            {
                var good = Math.Log(1 - _priors[pull]);
                (held, rest) = forced.Contains(pull) ? (held + good, rest) : (held, rest + good);
            }

            var allGood = Math.Exp(held + rest);
            var someBad = Math.Exp(held) * -Expm1(rest);
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

        return weight.Select((value, mask) => value * _unexplained[mask]).Sum();
    }

    /// <summary>eˣ − 1 without losing the digits of a small x.</summary>
    private static double Expm1(double x) => Math.Abs(x) > 1e-5 ? Math.Exp(x) - 1 : x + (x * x / 2) + (x * x * x / 6);
}
