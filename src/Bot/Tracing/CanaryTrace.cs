using System.Text.Json;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tracing;

/// <summary>The canaries of a story as stretches between two of its lines.</summary>
internal static class CanaryTrace
{
    /// <summary>A canary goes by phases; each of these lines begins one, which the next line of the canary ends.</summary>
    private static readonly string[] Phases = ["deploying", "baking", "widened", "promoting", "rolling_back", "revert_opened", "asking"];

    /// <summary>After these the canary is over, or what is left of it is the revert's.</summary>
    private static readonly string[] Ends = ["promoted", "rolled_back", "rollback_failed", "superseded"];

    public static IEnumerable<CanaryPart> Of(IReadOnlyList<JournalRow> story)
    {
        var byCanary = story
            .Where(IsOfEnvironment)
            .Select(row => (Row: row, Id: Id(row)))
            .Where(each => each.Id is not null)
            .GroupBy(each => each.Id!, each => each.Row);
        foreach (var canary in byCanary)
        {
            var rows = canary.ToList();
            var environment = rows[0].Subject.Split('/', 3)[^1];
            var whole = $"canary/{canary.Key}";
            foreach (var (from, to) in rows.Zip(rows.Skip(1)).Where(pair => Phases.Contains(pair.First.Line.Kind)))
            {
                yield return new CanaryPart($"{whole}/{from.Seq}", whole, $"canary.{from.Line.Kind}", environment, from, to);
            }

            if (rows.FirstOrDefault(HasVerdict) is { } judged && rows.FirstOrDefault(row => row.Line.Kind == "baking") is { } baking)
            {
                yield return new CanaryPart($"{whole}/verdict", whole, "verdict", environment, baking, judged)
                {
                    IsBad = Verdict(judged) == "Regressed",
                };
            }

            if (rows.FirstOrDefault(row => Ends.Contains(row.Line.Kind)) is { } end)
            {
                yield return new CanaryPart(whole, null, "canary", environment, rows[0], end) { IsBad = end.Line.Kind != "promoted" };
            }
        }
    }

    private static bool IsOfEnvironment(JournalRow row) => row.Subject.StartsWith("environment/", StringComparison.Ordinal);

    private static string? Id(JournalRow row) => Word(row, "canary");

    private static bool HasVerdict(JournalRow row) => Verdict(row) is not null;

    private static string? Verdict(JournalRow row) => Word(row, "verdict");

    private static string? Word(JournalRow row, string name)
    {
        using var data = JsonDocument.Parse(row.Line.Data ?? "{}");
        return
            data.RootElement.ValueKind == JsonValueKind.Object
            && data.RootElement.TryGetProperty(name, out var word)
            && word.ValueKind == JsonValueKind.String
            ? word.GetString()
            : null;
    }
}

/// <param name="Key">Its name within the pull's trace.</param>
/// <param name="Parent">The key of what it is a part of; null: of the whole pull.</param>
internal sealed record CanaryPart(string Key, string? Parent, string Name, string Environment, JournalRow Start, JournalRow End)
{
    public bool IsBad { get; init; }
}
