using Sluice.Flow.Policies;
using Sluice.Sim.Rivals;

namespace Sluice.Sim.Queues;

/// <summary>The policies that can be simulated, by name.</summary>
public static class Entrants
{
    public const string Ours = "sluice";

    /// <summary>Ours first, the references last.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [Ours, "serial", "bors", "bors8", "github", "zuul", "tide", "tide8", "mergify", "speculation", "batchall", "oracle", Bound.Name];

    /// <param name="queue">Ours is configured by it.</param>
    public static Figures Run(string name, Trace trace, Terms terms, QueuePolicy queue) =>
        name == Bound.Name
            ? Bound.Of(trace, terms)
            : Course.Run(trace, terms, name, mainline => Of(name, mainline, queue with { Slots = terms.Slots }));

    /// <summary>Of all but the bound.</summary>
    public static IQueue Of(string name, Mainline mainline, QueuePolicy queue) =>
        name switch
        {
            Ours => new Shipped(mainline, queue),
            "serial" => new Serial(mainline),
            "bors" => new Bors(mainline),
            "bors8" => new Bors(mainline, 8),
            "github" => new Train(mainline, Window.Fixed(mainline.Terms.Slots), nearest: false),
            "zuul" => new Train(mainline, Window.Aimd),
            "tide" => new Tide(mainline),
            "tide8" => new Tide(mainline, 8),
            "mergify" => new Prefixes(mainline, 8, 5, 5),
            "speculation" => new Speculation(mainline),
            "batchall" => new Prefixes(mainline, int.MaxValue, 1, mainline.Terms.Slots + 1),
            "oracle" => new Oracle(mainline),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such policy."),
        };
}
