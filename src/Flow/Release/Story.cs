using System.Text.Json;

namespace Sluice.Flow.Release;

/// <summary>The journal's lines of a canary; their kinds are stable words.</summary>
internal static class Story
{
    public static JournalLine Line(string kind, Canary canary, string says) =>
        new(
            kind,
            says,
            canary.Pulls.Select(pull => pull.Number).Order().ToRow(),
            JsonSerializer.Serialize(Data.Of(canary), JsonSerializerOptions.Web)
        );

    /// <summary>What the story keeps of the canary at that moment: enough for a table.</summary>
    private sealed record Data(
        string Canary,
        string Sha,
        string Previous,
        CanaryPhase Phase,
        int Weight,
        double? Score,
        Verdict? Verdict,
        Row<int> Taken,
        int? Revert
    )
    {
        public static Data Of(Canary canary) =>
            new(
                canary.Id,
                canary.Sha.Hex,
                canary.Previous.Hex,
                canary.Phase,
                canary.Weight,
                canary.Verdict?.Score,
                canary.Verdict?.Verdict,
                canary.Taken,
                canary.RevertPull
            );
    }
}
