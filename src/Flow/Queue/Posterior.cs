namespace Sluice.Flow.Queue;

/// <summary>
/// What the red builds say of each pull, exactly. A set that failed is red with certainty when one in it is bad, and with probability fⁿ otherwise (n red
/// runs, flake rate f). Pulls are bad independently of each other, with their priors. Same numbers as inclusion–exclusion over the red sets, but
/// summed over which sets are explained, so that every term is positive and nothing cancels out.
/// </summary>
public sealed class Posterior
{
    private readonly Func<int, double> _prior;
    private readonly Tangle[] _knots;

    /// <summary>The knot of each pull, counted from one; zero: no red set holds it.</summary>
    private readonly short[] _of;

    /// <param name="pulls">How many there are: 0, 1, 2, …</param>
    /// <param name="prior">P(bad) of a pull, in (0, 1).</param>
    /// <param name="reds">Sets of pulls that failed.</param>
    /// <param name="flake">P(red | nobody is bad), in (0, 1).</param>
    public Posterior(int pulls, Func<int, double> prior, IReadOnlyList<Observation> reds, double flake)
    {
        _prior = prior;
        _of = new short[pulls];
        _knots = [.. Tangle.Tie(reds, _of).Select(tied => new Tangle(tied, prior, flake))];
    }

    /// <summary>Whether a red set holds it.</summary>
    public bool Suspects(int pull) => _of[pull] != 0;

    /// <summary>P(every one of them is good | everything observed). Each is asked once.</summary>
    public double Good(IReadOnlyList<int> pulls)
    {
        var free = 0.0;
        List<int>? knots = null;
        for (var i = 0; i < pulls.Count; i++)
        {
            var knot = _of[pulls[i]];
            if (knot == 0)
            {
                free += Math.Log(1 - _prior(pulls[i]));
            }
            else if (knots is null || !knots.Contains(knot))
            {
                (knots ??= []).Add(knot);
            }
        }

        var good = Math.Exp(free);
        for (var k = 0; knots is not null && k < knots.Count; k++)
        {
            var part = new List<int>(pulls.Count);
            for (var i = 0; i < pulls.Count; i++)
            {
                if (_of[pulls[i]] == knots[k])
                {
                    part.Add(pulls[i]);
                }
            }

            good *= _knots[knots[k] - 1].Good(part);
        }

        return good;
    }

    /// <summary>P(it is bad | everything observed).</summary>
    public double Bad(int pull) => _of[pull] == 0 ? _prior(pull) : _knots[_of[pull] - 1].Bad(pull);

    /// <summary>−ln P(good): adds up over pulls that nothing connects.</summary>
    public double Hazard(int pull) => -Math.Log(Math.Max(1 - Bad(pull), 1e-12));
}
