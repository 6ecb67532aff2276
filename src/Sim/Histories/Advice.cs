using Sluice.Flow.Policies;
using Sluice.Sim.Queues;
using static System.FormattableString;

namespace Sluice.Sim.Histories;

/// <summary>How many slots, which batch, what wait: the fewest of each that cost nearly nothing against the most.</summary>
/// <param name="BySlots">Ours on 1, 2, 4 … slots.</param>
/// <param name="ByBatch">Ours on the advised slots, with at most 1, 4, 8 … in a batch.</param>
public sealed record Advice(
    int Slots,
    int BatchMax,
    IReadOnlyList<(int Slots, Figures Figures)> BySlots,
    IReadOnlyList<(int BatchMax, Figures Figures)> ByBatch
)
{
    private static readonly int[] Steps = [1, 2, 4, 8, 16, 32];

    /// <summary>What is within it of the best is as good.</summary>
    private const double Slack = 1.1;

    /// <summary>Of what is advised.</summary>
    public Figures Figures => ByBatch.First(each => each.BatchMax == BatchMax).Figures;

    /// <param name="says">Is told what is tried next: each takes as long as a simulation.</param>
    public static Advice Of(History history, QueuePolicy queue, Action<string>? says = null)
    {
        Figures Run(string tried, int slots, QueuePolicy with)
        {
            says?.Invoke(tried);
            return Entrants.Run(Entrants.Ours, history.Trace, history.Terms with { Slots = slots }, with);
        }

        var bySlots = Steps.Select(slots => (slots, Run(Invariant($"trying slots: {slots}"), slots, queue))).ToList();
        var slots = Least(bySlots, figures => figures.P95);
        var byBatch = Steps
            .Select(most => (most, Run(Invariant($"trying batch.max: {most} on {slots} slots"), slots, queue with { BatchMax = most })))
            .ToList();
        return new Advice(slots, Least(byBatch, figures => figures.P95 + figures.BuildSecondsPerLanded), bySlots, byBatch);
    }

    private static int Least(List<(int Count, Figures Figures)> tried, Func<Figures, double> cost) =>
        tried.First(each => cost(each.Figures) <= Slack * tried.Min(other => cost(other.Figures))).Count;
}
