using System.Text.Json.Serialization;
using Sluice.Flow;

namespace Sluice.Sim.Queues;

/// <summary>How a policy did on a trace. Seconds are from a pull's first arrival to its landing, over those that landed.</summary>
/// <param name="Ejected">Rightly, for good.</param>
/// <param name="FalseEjections">Of pulls that would have passed: each comes back.</param>
/// <param name="Waiting">Neither landed nor ejected when the course ended.</param>
/// <param name="BuildSeconds">Of CI, cancelled builds up to then.</param>
/// <param name="MaxOvertaken">The most pulls that came later than one and landed before it.</param>
public sealed record Figures(
    string Policy,
    int Landed,
    int Ejected,
    int FalseEjections,
    int Waiting,
    [property: JsonPropertyName("p50_s")] double P50,
    [property: JsonPropertyName("p95_s")] double P95,
    [property: JsonPropertyName("mean_s")] double Mean,
    int Builds,
    double BuildSeconds,
    double BuildSecondsPerLanded,
    double LandedPerHour,
    int MaxOvertaken
)
{
    /// <summary>The longest that a pull went on waiting after one had landed that entered later than it: seconds.</summary>
    [JsonIgnore]
    public double LongestOvertaken { get; init; }

    /// <summary>How many waited, from each change on.</summary>
    [JsonIgnore]
    public Row<Level> Levels { get; init; } = [];
}

/// <param name="At">Seconds from the start of the trace.</param>
public readonly record struct Level(double At, int Waiting);
