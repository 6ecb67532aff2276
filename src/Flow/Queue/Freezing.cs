using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Takes in which pulls may not land now. They are built all the same, and land when the window is over.</summary>
internal static class Freezing
{
    public static void TakeIn(Draft draft)
    {
        var frozen = draft.Seen.Policy.Queue.Freeze.Count == 0 ? [] : Now(draft);
        var windows = frozen.Where(window =>
            !draft.Ledger.Frozen.Any(known => (known.Until, known.Reason) == (window.Until, window.Reason))
        );
        foreach (var window in windows)
        {
            draft.Say("frozen", NewsWords.Frozen(draft.Seen.Base, window.Until, window.Reason), window.Pulls);
        }

        draft.Ledger = draft.Ledger with { Frozen = frozen };
        if (frozen.Count > 0)
        {
            draft.Wake(frozen.Min(window => window.Until));
        }
    }

    private static Row<Frozen> Now(Draft draft) =>
        draft
            .Alive.GroupBy(entry => string.Join(' ', Demands.Labels(entry).Append(entry.Exempt ? "exempt" : "")), StringComparer.Ordinal)
            .Select(alike =>
                !alike.First().Exempt
                && Freezes.Of(draft.Seen.Policy.Queue.Freeze, alike.First().Number, Demands.Labels(alike.First()), draft.Seen.Now)
                    is { } window
                    ? window with
                    {
                        Pulls = alike.Select(entry => entry.Number).ToRow(),
                    }
                    : null
            )
            .OfType<Frozen>()
            .GroupBy(window => (window.Until, window.Reason))
            .OrderBy(window => window.Key.Until)
            .ThenBy(window => window.Key.Reason, StringComparer.Ordinal)
            .Select(window => new Frozen(window.Key.Until, window.Key.Reason, window.SelectMany(part => part.Pulls).Order().ToRow()))
            .ToRow();

    /// <summary>By a window, or by what else keeps it from landing.</summary>
    public static bool IsFrozen(LaneLedger ledger, int pull) => Who(ledger).Contains(pull);

    /// <summary>Nobody who waits may land.</summary>
    public static bool IsTotal(Draft draft) => Who(draft.Ledger).Any() && draft.Alive.All(entry => IsFrozen(draft.Ledger, entry.Number));

    /// <summary>
    /// While somebody waits who may land, builds of those who may not give way to theirs: stacked on one another the one would wait for the
    /// end of the other's freeze, and beside one another the first landing would make the others' builds worthless.
    /// </summary>
    public static SortedSet<int> WhoGivesWay(Draft draft) => !Who(draft.Ledger).Any() || IsTotal(draft) ? [] : [.. Who(draft.Ledger)];

    private static IEnumerable<int> Who(LaneLedger ledger) =>
        ledger.Frozen.SelectMany(window => window.Pulls).Concat(ledger.Kept.SelectMany(kept => kept.Pulls));
}
