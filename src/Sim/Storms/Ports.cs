using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>All that a turn has of the world. Whoever wants to see whether the referee notices plants a fault here.</summary>
public sealed record Ports(IStore Store, IGitHub GitHub, IGit Git, IMetrics Metrics, IBell Bell)
{
    /// <summary>Each with the same around it.</summary>
    public Ports Within(Gusts gusts) => new(Gale.Around(Store, gusts), Gale.Around(GitHub, gusts), Gale.Around(Git, gusts), Gale.Around(Metrics, gusts), Bell);

    public Ports Within(Perils perils) => new(
        Peril.Around(Store, perils), Peril.Around(GitHub, perils), Peril.Around(Git, perils), Peril.Around(Metrics, perils), Peril.Around(Bell, perils));
}
