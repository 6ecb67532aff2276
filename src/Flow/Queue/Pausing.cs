namespace Sluice.Flow.Queue;

/// <summary>Takes in what people tell the lane: to stand still, or to go on, also after it stood still by itself.</summary>
internal static class Pausing
{
    public static void TakeIn(Draft draft)
    {
        if (draft.Seen.Order is not { } order || order.Comment <= draft.Ledger.OrderDone)
        {
            return;
        }

        var was = draft.Ledger;
        draft.Ledger = was with { OrderDone = order.Comment };
        if (order.Reason is { } reason)
        {
            draft.Ledger = draft.Ledger with { Pause = new Pause(order.By, reason, order.At) };
            draft.Say("paused", NewsWords.Paused(order.By.Login, draft.Seen.Base, reason), []);
        }
        else if (was.Pause is not null || was.Halted is not null)
        {
            draft.Ledger = draft.Ledger with { Pause = null, Halted = null, RetryAt = null };
            draft.Say("resumed", NewsWords.Resumed(order.By.Login, draft.Seen.Base, was.Pause, was.Halted), []);
        }
    }
}
