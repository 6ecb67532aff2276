using System.Text.Json;

namespace Sluice.Flow.Release.Files;

/// <summary>
/// Receipts in the journal: <c>{"canary": id, "receipt": text}</c>. As a text, because a store may turn and shorten what it keeps as JSON,
/// and not a byte of a receipt may change. They are no pull request's lines, for they are long.
/// </summary>
public static class Receipts
{
    /// <summary>The kind of such a line.</summary>
    public const string Kind = "judged";

    internal static JournalLine Line(Receipt receipt, CanaryVerdict verdict)
    {
        var ticks = receipt.Input.Metrics.Sum(metric => metric.Match(counts => counts.Ticks.Count, _ => 0));
        return new(
            Kind,
            CanaryWords.JudgedOn(receipt.Canary, ticks, verdict.Verdict),
            [],
            JsonSerializer.Serialize(new Kept(receipt.Canary, ReceiptJson.Write(receipt)), JsonSerializerOptions.Web)
        );
    }

    private sealed record Kept(string Canary, string Receipt);
}
