using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Sim.Queues;

namespace Sluice.Cli.Simulation;

/// <summary>What to simulate, as asked for on the command line.</summary>
/// <param name="Queue">Ours is configured by it.</param>
/// <param name="Svg">Where to draw how many wait over time; null: nowhere.</param>
internal sealed record SimulationOptions(Row<string> Policies, Terms Terms, QueuePolicy Queue, string? Svg, bool Json);
