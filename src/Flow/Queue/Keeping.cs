using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Takes in who may not land now because of the error budget. They are built all the same.</summary>
internal static class Keeping
{
    /// <summary>Nothing rings when a budget changes.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    public static void TakeIn(Draft draft)
    {
        var budget = draft.Seen.Budget;
        var level = budget?.Level ?? BudgetLevel.Normal;
        var burning = budget?.IsBurning == true;
        if (level != draft.Ledger.Budget)
        {
            draft.Say("budget", BudgetWords.Level(level, burning), []);
        }

        var pulls = draft.Alive.Where(entry => !MayLand(entry, level)).Select(entry => entry.Number).Order().ToRow();
        draft.Ledger = draft.Ledger with
        {
            Budget = level,
            Kept = pulls.Count == 0 ? [] : [new Kept(Code.BudgetExhausted, BudgetWords.Keeps(level, burning), pulls)],
        };
        if (budget is not null && draft.Alive.Any())
        {
            draft.Wake(draft.Seen.Now + Look);
        }
    }

    /// <summary>A fix is what somebody else than its author vouches for by its priority: titles are cheap.</summary>
    public static bool MayLand(Entry entry, BudgetLevel level) =>
        entry.Exempt || entry.Reverts.Count > 0 || level switch
        {
            BudgetLevel.Frozen => Order.IsUrgent(entry),
            BudgetLevel.Repairs => entry.Priority >= Priority.High,
            _ => true,
        };

    /// <summary>While little is left a batch of its own, so that what it does is known by itself.</summary>
    public static bool IsAlone(Draft draft, Entry entry) => draft.Ledger.Budget != BudgetLevel.Normal && entry.Band != Band.Low;
}
