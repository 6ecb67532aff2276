namespace Sluice.Bench;

/// <summary>What a contestant made of so many runs of the same traffic, from the seeds 0, 1, 2 …</summary>
public sealed record Trial(int Runs, IReadOnlyList<int> CalledAt)
{
    /// <summary>0 to 1.</summary>
    public double Called => (double)CalledAt.Count / Runs;

    /// <summary>Minutes until half of all runs were called; null: fewer were.</summary>
    public double? MedianMinutes => CalledAt.Count * 2 > Runs ? CalledAt.Order().ElementAt(Runs / 2) / 2.0 : null;

    public static Trial Of(Contestant contestant, Traffic traffic, int runs, int? ticks = null) =>
        new(
            runs,
            [
                .. Enumerable
                    .Range(0, runs)
                    .Select(seed =>
                        contestant.CallsAt(traffic.Ticks((ulong)seed, Math.Min(ticks ?? contestant.Ticks, contestant.Ticks)), traffic)
                    )
                    .OfType<int>(),
            ]
        );
}
