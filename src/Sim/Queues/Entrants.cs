using Sluice.Flow.Policies;

namespace Sluice.Sim.Queues;

/// <summary>The policies that can be simulated, by name.</summary>
public static class Entrants
{
    public const string Ours = "sluice";

    public static IReadOnlyList<string> Names { get; } = [Ours];

    /// <param name="policy">Ours is configured by it; the others take only its slots.</param>
    public static Func<Mainline, IQueue> Of(string name, QueuePolicy policy) => name switch
    {
        Ours => mainline => new Shipped(mainline, policy),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
