using System.Runtime.InteropServices;

namespace Sluice.Flow.Queue;

/// <summary>
/// What the red builds say of each pull, exactly. A set that failed is red with certainty when one in it is bad, and with probability fⁿ
/// otherwise (n red runs, flake rate f). Pulls are bad independently of each other, with their priors. Same numbers as inclusion–exclusion
/// over the red sets, but summed over which sets are explained, so that every term is positive and nothing cancels out.
/// </summary>
public sealed class Posterior
{
    private readonly Func<int, double> _prior;
    private readonly Tangle[] _knots;

    /// <summary>The place of each pull in its knot.</summary>
    private readonly int[] _at;

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
        _at = reds.Count == 0 ? [] : new int[pulls];
        _knots = reds.Count == 0 ? [] : [.. Tangle.Tie(reds, _of).Select(tied => new Tangle(tied, prior, flake, _at))];
    }

    /// <summary>Whether a red set holds it.</summary>
    public bool Suspects(int pull) => _of[pull] != 0;

    /// <summary>P(every one of them is good | everything observed). Each is asked once.</summary>
    public double Good(IReadOnlyList<int> pulls) =>
        pulls switch
        {
            int[] array => Good(array.AsSpan()),
            List<int> list => Good(CollectionsMarshal.AsSpan(list)),
            _ => Good([.. pulls]),
        };

    /// <summary>P(it is bad | everything observed).</summary>
    public double Bad(int pull) => _of[pull] == 0 ? _prior(pull) : _knots[_of[pull] - 1].Bad(_at[pull]);

    /// <summary>−ln P(good): adds up over pulls that nothing connects.</summary>
    public double Hazard(int pull) => -Math.Log(Math.Max(1 - Bad(pull), 1e-12));

    private double Good(ReadOnlySpan<int> pulls)
    {
        var free = 0.0;
        List<short>? knots = null;
        foreach (var pull in pulls)
        {
            var knot = _of[pull];
            if (knot == 0)
            {
                free += Math.Log(1 - _prior(pull));
            }
            else if (knots is null || !knots.Contains(knot))
            {
                (knots ??= []).Add(knot);
            }
        }

        var good = Math.Exp(free);
        if (knots is null)
        {
            return good;
        }

        var places = new int[pulls.Length];
        foreach (var knot in knots)
        {
            var count = 0;
            foreach (var pull in pulls)
            {
                if (_of[pull] == knot)
                {
                    places[count++] = _at[pull];
                }
            }

            good *= _knots[knot - 1].Good(places.AsSpan(0, count));
        }

        return good;
    }
}
