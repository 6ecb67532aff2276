using System.Text.Json;
using Sluice.Flow.Release.Blaming;

namespace Sluice.Flow.Release.Budgets;

/// <summary>Who is charged for what a regressed canary cost, once it is known who that was.</summary>
/// <param name="Author">Who wrote it.</param>
/// <param name="Share">Of the error budget; null: not known.</param>
public sealed record Spending(int Pull, string Author, double Events, double? Share)
{
    /// <summary>The kind of the journal's lines that hold it.</summary>
    public const string Kind = "budget_spent";

    /// <exception cref="JsonException">The text is no such data.</exception>
    public static Spending Read(string data) =>
        JsonSerializer.Deserialize<Spending>(data, JsonSerializerOptions.Web) ?? throw new JsonException("a spending without content");

    /// <summary>
    /// Of the canaries that ended between two ledgers: the culprit pays; where nobody was named, those who were taken back, by how much
    /// each is suspected.
    /// </summary>
    internal static IEnumerable<JournalLine> Between(EnvironmentLedger before, EnvironmentLedger after) =>
        after
            .Past.Where(canary => canary.Cost is not null && canary.Taken.Count > 0 && !before.Past.Any(known => known.Id == canary.Id))
            .SelectMany(canary => Charged(canary, Suspects(before, canary)))
            .Select(spent => new JournalLine(
                Kind,
                BudgetWords.Spent(spent.Pull, spent.Events, spent.Share),
                [spent.Pull],
                JsonSerializer.Serialize(spent, JsonSerializerOptions.Web)
            ));

    /// <summary>The past keeps the most suspected alone.</summary>
    private static Row<Suspicion> Suspects(EnvironmentLedger before, Canary ended) =>
        (before.Case ?? before.Canary) is { Suspects.Count: > 0 } known && known.Id == ended.Id ? known.Suspects : ended.Suspects;

    private static IEnumerable<Spending> Charged(Canary canary, Row<Suspicion> suspects)
    {
        var taken = canary.Pulls.Where(pull => canary.Taken.Contains(pull.Number)).ToList();
        var weights = taken.Select(pull => suspects.FirstOrDefault(suspect => suspect.Number == pull.Number)?.Probability ?? 0).ToList();
        var sum = weights.Sum();
        return taken
            .Zip(weights, (pull, weight) => (pull, Part: sum > 0 ? weight / sum : 1.0 / taken.Count))
            .Select(each => new Spending(
                each.pull.Number,
                each.pull.Author,
                canary.Cost!.Events * each.Part,
                canary.Cost.Share * each.Part
            ));
    }
}
