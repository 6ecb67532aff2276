using System.Globalization;
using Sluice.Flow;

namespace Sluice.Sim.Queues;

/// <summary>A synthetic workload. Rates are in pulls per T, the mean time of a build.</summary>
/// <param name="Rate">Poisson arrivals.</param>
public sealed record Cell(string Name, string Says, int Slots, double Rate)
{
    /// <summary>Share of pulls that fail by themselves.</summary>
    public double Bad { get; init; } = 0.05;

    public double Flake { get; init; } = 0.01;

    /// <summary>P(a bad pull has a higher risk than a good one).</summary>
    public double Auc { get; init; } = 0.74;

    /// <summary>P(two pulls touch the same area).</summary>
    public double Overlap { get; init; } = 1;

    /// <summary>P(two pulls fail together), for two that overlap and arrived within <see cref="Sight"/> of each other.</summary>
    public double Pairs { get; init; } = 3e-4;

    /// <summary>That many at once, every so many T.</summary>
    public (int Pulls, double Every)? Burst { get; init; }

    public int Pulls { get; init; } = 2000;

    /// <summary>Mean time of a build in seconds; only the queue's bounds in hours make it count.</summary>
    public const double T = 600;

    /// <summary>Two pulls further apart were written with knowledge of each other.</summary>
    public const int Sight = 32;

    public Terms Terms(ulong seed) =>
        new()
        {
            Slots = Slots,
            Flake = Flake,
            Seed = seed,
            MeanBuild = T,
        };

    public static IReadOnlyList<Cell> All { get; } =
    [
        new("A", "light", 1, 0.3) { Flake = 0 },
        new("B", "heavy", 1, 0.9),
        new("C", "overload", 1, 3),
        new("D", "light", 4, 1.2),
        new("E", "heavy", 4, 3.6),
        new("F", "heavy, flaky", 4, 3.6) { Bad = 0.1, Flake = 0.05 },
        new("G", "overload", 4, 12)
        {
            Bad = 0.02,
            Flake = 0,
            Auc = 0.9,
        },
        new("H", "heavy", 16, 14.4),
        new("I", "heavy, no signal", 16, 14.4) { Bad = 0.1, Auc = 0.5 },
        new("J", "overload", 16, 48),
        new("K", "heavy, separate areas", 16, 14.4) { Overlap = 0.2 },
        new("L", "agent flood", 4, 1) { Bad = 0.1, Burst = (50, 8) },
        new("M", "extreme", 16, 128) { Bad = 0.02, Flake = 0 },
        new("N", "heavy, bad", 16, 14.4) { Bad = 0.2, Auc = 0.9 },
    ];

    /// <summary>Beyond the table: repositories whose pulls conflict where they touch the same, and nowhere else.</summary>
    public static IReadOnlyList<Cell> More { get; } =
    [
        new("P", "heavy, pairs", 16, 14.4) { Overlap = 0.1, Pairs = 0.02 },
        new("Q", "few slots, pairs", 4, 3.6) { Overlap = 0.1, Pairs = 0.02 },
        new("R", "overload, pairs", 16, 48) { Overlap = 0.1, Pairs = 0.02 },
    ];

    public static Cell Of(string name) =>
        All.Concat(More).FirstOrDefault(cell => cell.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"There is no cell {name}: they are {string.Join(", ", All.Select(cell => cell.Name))}."
            ),
            nameof(name)
        );
}
