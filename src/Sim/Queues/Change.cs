using Sluice.Flow;

namespace Sluice.Sim.Queues;

/// <summary>One pull of a trace.</summary>
/// <param name="Arrival">Seconds from the start.</param>
/// <param name="Risk">The predicted P(it fails by itself), in (0, 1).</param>
/// <param name="Bad">Whether it does.</param>
/// <param name="Conflicts">The numbers of those that it fails together with, though each passes.</param>
public sealed record Change(
    int Number,
    double Arrival,
    string Author,
    string Origin,
    double Risk,
    Row<string> Paths,
    bool Bad,
    Row<int> Conflicts
);

/// <summary>A history to replay: pulls in the order of their arrival, then of their numbers.</summary>
public sealed record Trace(string Name, Row<Change> Changes);

/// <summary>What CI is like.</summary>
public sealed record Terms
{
    public int Slots { get; init; } = 4;

    /// <summary>T, in seconds.</summary>
    public double MeanBuild { get; init; } = 1800;

    /// <summary>Standard deviation of a build's time over its mean.</summary>
    public double Cv { get; init; } = 0.3;

    /// <summary>P(a build is red | nobody in it is bad).</summary>
    public double Flake { get; init; } = 0.01;

    public ulong Seed { get; init; } = 1;
}
