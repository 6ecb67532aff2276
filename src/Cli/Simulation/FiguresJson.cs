using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Sim.Histories;
using Sluice.Sim.Queues;

namespace Sluice.Cli.Simulation;

/// <summary>The result as one JSON document (contract, section 8).</summary>
internal static class FiguresJson
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public static string Write(Trace trace, SimulationOptions options, IReadOnlyList<Figures> policies, Advice? advice) =>
        JsonSerializer.Serialize(
            new Document(
                trace.Name,
                new Asked(options.Terms.Slots, options.Terms.MeanBuild, options.Terms.Cv, options.Terms.Flake, options.Terms.Seed),
                policies,
                advice is null
                    ? null
                    : new Advised(
                        advice.Slots,
                        advice.BatchMax,
                        advice.Figures.P50,
                        advice.Figures.P95,
                        advice.Figures.BuildSecondsPerLanded
                    )
            ),
            Snake
        );

    private sealed record Document(
        string Trace,
        Asked Options,
        IReadOnlyList<Figures> Policies,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Advised? Advice
    );

    private sealed record Advised(
        int Slots,
        int BatchMax,
        [property: JsonPropertyName("p50_s")] double P50,
        [property: JsonPropertyName("p95_s")] double P95,
        double BuildSecondsPerLanded
    );

    private sealed record Asked(int Slots, double MeanBuildS, double Cv, double Flake, ulong Seed);
}
