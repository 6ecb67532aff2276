using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Takes in who may not land now because of the error budget or an open breaker. They are built all the same.</summary>
internal static class Keeping
{
    /// <summary>Nothing rings when a budget changes.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>For so long a half-open breaker waits for a change of less risk, before one of the next band will do.</summary>
    private static readonly TimeSpan Wanting = TimeSpan.FromMinutes(30);

    public static void TakeIn(Draft draft)
    {
        var budget = draft.Seen.Budget;
        var level = budget?.Level ?? BudgetLevel.Normal;
        var burning = budget?.IsBurning == true;
        if (level != draft.Ledger.Budget)
        {
            draft.Say("budget", BudgetWords.Level(level, burning), []);
        }

        var kept = new List<Kept>();
        var stopped = draft.Seen.Breakers.FirstOrDefault(breaker => breaker.Kind is BreakerKind.Deploys or BreakerKind.Reverts);
        Keep(
            kept,
            draft.Alive.Where(entry => stopped is not null && !MayLand(entry, stopped, draft.Seen)),
            Code.BreakerOpen,
            stopped is null ? "" : BreakerWords.Keeps(stopped)
        );
        Keep(kept, draft.Alive.Where(entry => !MayLand(entry, level)), Code.BudgetExhausted, BudgetWords.Keeps(level, burning));
        draft.Ledger = draft.Ledger with { Budget = level, Kept = kept.ToRow() };
        if ((budget is not null || stopped is not null) && draft.Alive.Any())
        {
            draft.Wake(draft.Seen.Now + Look);
        }
    }

    private static void Keep(List<Kept> kept, IEnumerable<Entry> entries, Code code, string because)
    {
        var pulls = entries.Select(entry => entry.Number).Order().ToRow();
        kept.AddRange(pulls.Count == 0 ? [] : [new Kept(code, QueueWords.BuiltMeanwhile(because), pulls)]);
    }

    /// <summary>A fix is what somebody else than its author vouches for by its priority: titles are cheap.</summary>
    public static bool MayLand(Entry entry, BudgetLevel level) =>
        entry.Exempt
        || entry.Reverts.Count > 0
        || level switch
        {
            BudgetLevel.Frozen => Order.IsUrgent(entry),
            BudgetLevel.Repairs => entry.Priority >= Priority.High,
            _ => true,
        };

    /// <summary>
    /// While one small batch is tried, what is low-risk may be that. Where nothing is under way and nothing of low risk came for half an
    /// hour, what is medium may, and half an hour later everything: else nothing would ever be tried.
    /// </summary>
    private static bool MayLand(Entry entry, Breaker breaker, LaneSeen seen) =>
        MayLand(entry, BudgetLevel.Frozen) || (breaker.State == BreakerState.HalfOpen && entry.Band <= Wanted(breaker, seen));

    private static Band Wanted(Breaker breaker, LaneSeen seen) =>
        seen.IsDeploying || seen.Undeployed > 0 ? Band.Low : (Band)Math.Clamp((seen.Now - breaker.Since) / Wanting, 0, (int)Band.High);

    /// <summary>While little is left a batch of its own, so that what it does is known by itself.</summary>
    public static bool IsAlone(Draft draft, Entry entry) => draft.Ledger.Budget != BudgetLevel.Normal && entry.Band != Band.Low;
}
