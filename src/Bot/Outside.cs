using Sluice.Turns.Ports;

namespace Sluice.Bot;

/// <summary>The world as the turns reach it.</summary>
public sealed record Outside(IGitHub GitHub, IGit Git, IMetrics Metrics);
