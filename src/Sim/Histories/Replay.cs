using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Sim.Queues;

namespace Sluice.Sim.Histories;

/// <summary>What a lane lived through, run again through the shipped scheduler under some policy, in virtual time.</summary>
public static class Replay
{
    /// <summary>The times and flakes of builds are thrown; the middle one of so many throws is told.</summary>
    private const int Throws = 3;

    public static Replayed Of(PastLane past, QueuePolicy queue)
    {
        var terms = Terms(past) with { Slots = queue.Slots };
        var trace = new Trace(
            "past",
            [
                .. past.Pulls.Select(
                    (pull, index) =>
                        new Change(
                            index + 1,
                            (pull.Queued - past.Pulls[0].Queued).TotalSeconds,
                            "",
                            "human",
                            Math.Clamp(pull.Risk, 0.001, 0.999),
                            ["."],
                            pull.Bad,
                            []
                        )
                ),
            ]
        );
        var figures = Enumerable
            .Range(1, Throws)
            .Select(seed => Entrants.Run(Entrants.Ours, trace, terms with { Seed = (ulong)seed }, queue))
            .ToList();
        return new(
            figures.Select(each => each.P50).Order().ElementAt(Throws / 2),
            figures.Select(each => (double)each.Builds / Math.Max(1, each.Landed)).Order().ElementAt(Throws / 2)
        );
    }

    /// <summary>A run that somebody forgot for a day is no build time.</summary>
    private static Terms Terms(PastLane past)
    {
        var usual = past.Builds.Order().Take(past.Builds.Count - (past.Builds.Count / 50)).ToList();
        var mean = Math.Max(1, usual.Average());
        var variance = usual.Sum(length => (length - mean) * (length - mean)) / usual.Count;
        return new()
        {
            MeanBuild = mean,
            Cv = Math.Min(5, Math.Sqrt(variance) / mean),
            Flake = Math.Clamp(past.Flake, 0, 0.9),
        };
    }
}
