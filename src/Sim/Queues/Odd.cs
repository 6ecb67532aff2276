using Sluice.Hub.Model;

namespace Sluice.Sim.Queues;

/// <summary>
/// Workloads unlike each other and unlike those that anything was tuned on: each seed has its own slots, rates, flakes and conflicts.
/// </summary>
public static class Odd
{
    public static (Trace Trace, Terms Terms) Make(ulong seed, int pulls)
    {
        var dice = new Dice(seed * 7919);
        var cell = new Cell("odd", "any", dice.Between(1, 9), 0.5 + (8 * dice.Unit()))
        {
            Bad = 0.01 + (0.3 * dice.Unit()),
            Flake = dice.Chance(0.3) ? 0 : 0.1 * dice.Unit(),
            Auc = 0.5 + (0.45 * dice.Unit()),
            Overlap = dice.Chance(0.5) ? 1 : 0.2,
            Pairs = dice.Chance(0.5) ? 3e-4 : 0.01,
            Burst = dice.Chance(0.3) ? (20, 6) : null,
            Pulls = pulls,
        };
        return (Workload.Make(cell, seed), cell.Terms(seed));
    }
}
