using Sluice.Sim.Queues;

namespace Sluice.Sim.Rivals;

/// <summary>
/// What no queue can do better: each build answers one yes-or-no question, so telling the bad pulls from the good takes at least as many
/// builds as the entropy of their risks in bits. Who conflicts with somebody is left out: of such a pair one goes, and whether that one is
/// bad by itself nobody has to find out; given away for nothing which they are, the others still have to be told apart. Of waiting it says
/// nothing.
/// </summary>
internal static class Bound
{
    public const string Name = "bound";

    public static Figures Of(Trace trace, Terms terms)
    {
        var paired = new SortedSet<int>(
            trace.Changes.Where(change => change.Conflicts.Count > 0).SelectMany(change => change.Conflicts.Append(change.Number))
        );
        var bits = trace.Changes.Where(change => !paired.Contains(change.Number)).Sum(change => Entropy(change.Risk));
        var seconds = bits * terms.MeanBuild;
        var good = trace.Changes.Count(change => !change.Bad);
        var hours = trace.Changes[^1].Arrival / 3600;
        return new Figures(
            Name,
            good,
            trace.Changes.Count - good,
            0,
            0,
            0,
            0,
            0,
            (int)Math.Ceiling(bits),
            seconds,
            good == 0 ? 0 : seconds / good,
            hours <= 0 ? 0 : good / hours,
            0
        );
    }

    private static double Entropy(double p) => (-p * Math.Log2(p)) - ((1 - p) * Math.Log2(1 - p));
}
