using System.Text.Json;
using Sluice.Sim.Queues;

namespace Sluice.Cli.Simulation;

/// <summary>The result as one JSON document (contract, section 8).</summary>
internal static class FiguresJson
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static string Write(Trace trace, SimulationOptions options, IReadOnlyList<Figures> policies) => JsonSerializer.Serialize(
        new Document(
            trace.Name,
            new Asked(options.Terms.Slots, options.Terms.MeanBuild, options.Terms.Cv, options.Terms.Flake, options.Terms.Seed),
            policies),
        Snake);

    private sealed record Document(string Trace, Asked Options, IReadOnlyList<Figures> Policies);

    private sealed record Asked(int Slots, double MeanBuildS, double Cv, double Flake, ulong Seed);
}
