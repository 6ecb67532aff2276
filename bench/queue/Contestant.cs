using System.Globalization;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Sim.Queues;
using Sluice.Sim.Rivals;
using Tide = Sluice.Sim.Rivals.Tide;

namespace Sluice.Bench.Queues;

/// <summary>A policy as it takes part.</summary>
internal sealed record Contestant(string Name, Func<Mainline, IQueue> Make)
{
    /// <summary>Of builds only: it is no queue.</summary>
    public const string Bound = "bound";

    public static Contestant Ours(Preset preset) =>
        new(
            preset == Preset.Default ? Entrants.Ours : $"sluice {preset.ToString().ToLowerInvariant()}",
            mainline => new Shipped(mainline, new QueuePolicy { Slots = mainline.Terms.Slots, Preset = preset })
        );

    /// <summary>With other constants, or another policy than a preset: to see what they are worth.</summary>
    public static Contestant Tried(QueuePolicy policy, Knobs knobs) =>
        new(Entrants.Ours, mainline => new Shipped(mainline, policy with { Slots = mainline.Terms.Slots }, knobs: knobs));

    public static Contestant Named(string name) =>
        new(name, mainline => Entrants.Of(name, mainline, new QueuePolicy { Slots = mainline.Terms.Slots }));

    /// <summary>The others as their makers deliver them. Serial is left out: github on one slot is the same.</summary>
    public static IReadOnlyList<string> Rivals { get; } =
    ["bors", "bors8", "github", "zuul", "tide", "tide8", "mergify", "speculation", "batchall"];

    /// <summary>What a patient administrator would try of those whose batches and parallelism can be set.</summary>
    public static IEnumerable<Contestant> Sweep(string family, int slots) =>
        family switch
        {
            "bors" => Sizes.Select(size => new Contestant(Say($"bors {size}"), mainline => new Bors(mainline, size))),
            "tide" => Sizes.Select(size => new Contestant(Say($"tide {size}"), mainline => new Tide(mainline, size))),
            "mergify" => from size in Sizes
            from batches in Depths(slots)
            select new Contestant(
                Say($"mergify {size} × {batches}"),
                mainline => new Prefixes(mainline, size, batches, Math.Max(2, batches))
            ),
            "batchall" => Depths(slots)
                .Append(slots + 1)
                .Append(2)
                .Distinct()
                .Order()
                .Select(parts => new Contestant(
                    Say($"batchall ÷ {parts}"),
                    mainline => new Prefixes(mainline, int.MaxValue, 1, Math.Max(2, parts))
                )),
            _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Nothing to tune."),
        };

    public static IReadOnlyList<string> Families { get; } = ["bors", "tide", "mergify", "batchall"];

    private static int[] Sizes { get; } = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64];

    private static IEnumerable<int> Depths(int slots) => new[] { 1, 2, 3, 5, slots, 2 * slots }.Distinct().Order();

    private static string Say(FormattableString name) => name.ToString(CultureInfo.InvariantCulture);
}
