using Sluice.Flow.Policies;
using Sluice.Sim.Queues;

namespace Sluice.Sim.Histories;

/// <summary>How many slots, which batch, what wait: the fewest of each that cost nearly nothing against the most.</summary>
/// <param name="BySlots">Ours on 1, 2, 4 … slots.</param>
/// <param name="ByBatch">Ours on the advised slots, with at most 1, 4, 8 … in a batch.</param>
public sealed record Advice(int Slots, int BatchMax, IReadOnlyList<(int Slots, Figures Figures)> BySlots, IReadOnlyList<(int BatchMax, Figures Figures)> ByBatch)
{
    private static readonly int[] Steps = [1, 2, 4, 8, 16, 32];

    /// <summary>What is within it of the best is as good.</summary>
    private const double Slack = 1.1;

    public static Advice Of(History history, QueuePolicy queue)
    {
        var bySlots = Steps.Select(slots => (slots, Run(history, slots, queue))).ToList();
        var slots = Least(bySlots, figures => figures.P95);
        var byBatch = Steps.Select(most => (most, Run(history, slots, queue with { BatchMax = most }))).ToList();
        return new Advice(slots, Least(byBatch, figures => figures.P95 + figures.BuildSecondsPerLanded), bySlots, byBatch);
    }

    private static Figures Run(History history, int slots, QueuePolicy queue) =>
        Entrants.Run(Entrants.Ours, history.Trace, history.Terms with { Slots = slots }, queue);

    private static int Least(List<(int Count, Figures Figures)> tried, Func<Figures, double> cost) =>
        tried.First(each => cost(each.Figures) <= Slack * tried.Min(other => cost(other.Figures))).Count;
}
