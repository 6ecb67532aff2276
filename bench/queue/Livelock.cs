using Sluice.Flow.Policies;
using Sluice.Sim.Queues;

namespace Sluice.Bench.Queues;

/// <summary>Small workloads of every kind, until one does not end.</summary>
internal static class Livelock
{
    public static int Run(IReadOnlyList<ulong> seeds)
    {
        foreach (var seed in seeds)
        {
            var (trace, terms) = Odd.Make(seed, 150);
            var figures = Entrants.Run(Entrants.Ours, trace, terms, new QueuePolicy());
            if (figures.Waiting > 0 || figures.Builds > 12 * trace.Changes.Count)
            {
                Console.WriteLine($"seed {seed}: {figures}");
                return 1;
            }
        }

        Console.WriteLine($"seeds {seeds[0]} to {seeds[^1]}: every workload came to its end");
        return 0;
    }
}
