using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>All that a turn has of the world. Whoever wants to see whether the referee notices plants a fault here.</summary>
public sealed record Ports(IStore Store, IGitHub GitHub, IGit Git, IMetrics Metrics, IBell Bell)
{
    /// <summary>Each with the same around it.</summary>
    public Ports Within(Gusts gusts) =>
        new(Relay.Of(Store, gusts.Meet), Relay.Of(GitHub, gusts.Meet), Relay.Of(Git, gusts.Meet), Relay.Of(Metrics, gusts.Meet), Bell);

    public Ports Within(Perils perils) =>
        new(
            Relay.Of(Store, perils.Meet),
            Relay.Of(GitHub, perils.Meet),
            Relay.Of(Git, perils.Meet),
            Relay.Of(Metrics, perils.Meet),
            Relay.Of(Bell, perils.Meet)
        );
}
