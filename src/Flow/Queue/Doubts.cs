namespace Sluice.Flow.Queue;

/// <summary>When a red build speaks against pulls that were green before.</summary>
public static class Doubts
{
    /// <summary>Share of the hazard of what is open from which on the proven count.</summary>
    private const double Part = 0.3;

    /// <summary>
    /// Where the proven carry a good part of the risk, green builds of theirs would be repeated for ever; so they count as open again.
    /// </summary>
    /// <param name="content">All that was in the red build and has not landed.</param>
    public static bool Arise(IEnumerable<Waiting> content, double pairRate)
    {
        double proven = 0,
            open = 0;
        foreach (var pull in content)
        {
            var hazard = -Math.Log(1 - Priors.Of(pull, pairRate));
            if (pull.Proof is { Doubted: false })
            {
                proven += hazard;
            }
            else
            {
                open += hazard;
            }
        }

        return proven >= Part * open;
    }
}
