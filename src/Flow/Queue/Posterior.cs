namespace Sluice.Flow.Queue;

/// <summary>
/// What the red builds say of each pull, exactly. A build with n red runs of the same set is red with certainty when one in it is bad, and with
/// probability fⁿ otherwise. Pulls are bad independently of each other, with their priors. Same numbers as inclusion–exclusion over the red sets, but
/// summed over which sets are explained, so that every term is positive and nothing cancels out.
/// </summary>
public sealed class Posterior
{
    private readonly SortedDictionary<int, double> _priors;
    private readonly SortedDictionary<int, Evidence> _of = [];

    /// <param name="priors">P(bad) of every pull, in (0, 1).</param>
    /// <param name="flake">P(red | nobody is bad), in (0, 1).</param>
    public Posterior(SortedDictionary<int, double> priors, IEnumerable<Observation> reds, double flake)
    {
        _priors = priors;
        foreach (var component in Evidence.Split(reds))
        {
            var evidence = new Evidence(component, priors, flake);
            foreach (var pull in evidence.Pulls)
            {
                _of[pull] = evidence;
            }
        }
    }

    /// <summary>Whether a red set holds it.</summary>
    public bool Suspects(int pull) => _of.ContainsKey(pull);

    /// <summary>P(every one of them is good | everything observed).</summary>
    public double Good(IEnumerable<int> pulls)
    {
        var free = 0.0;
        var bound = new List<(Evidence Evidence, SortedSet<int> Pulls)>();
        foreach (var pull in pulls.Distinct())
        {
            if (!_of.TryGetValue(pull, out var evidence))
            {
                free += Math.Log(1 - _priors[pull]);
                continue;
            }

            var known = bound.FindIndex(part => ReferenceEquals(part.Evidence, evidence));
            if (known < 0)
            {
                bound.Add((evidence, [pull]));
            }
            else
            {
                bound[known].Pulls.Add(pull);
            }
        }

        return bound.Aggregate(Math.Exp(free), (good, part) => good * part.Evidence.Good(part.Pulls));
    }

    /// <summary>P(it is bad | everything observed).</summary>
    public double Bad(int pull) => 1 - Good(pull);

    /// <summary>−ln P(good): adds up over pulls that nothing connects.</summary>
    public double Hazard(int pull) => -Math.Log(Math.Max(Good(pull), 1e-12));

    private double Good(int pull) => _of.TryGetValue(pull, out var evidence) ? evidence.Good([pull]) : 1 - _priors[pull];
}
