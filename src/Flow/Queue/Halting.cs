namespace Sluice.Flow.Queue;

/// <summary>The lane stands still: after a refusal for a while, for a tree that nobody tested until somebody has looked.</summary>
internal static class Halting
{
    /// <summary>Between two tries of what GitHub refused: a person may have allowed it meanwhile.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    public static void Stop(Draft draft, string why)
    {
        draft.Ledger = draft.Ledger with { Halted = why, RetryAt = null };
        draft.Say("halted", why, []);
    }

    /// <summary>GitHub refused something that a person can allow.</summary>
    public static void Refused(Draft draft, string why)
    {
        Stop(draft, QueueWords.TriedAgain(why, Pause));
        draft.Ledger = draft.Ledger with { RetryAt = draft.Seen.Now + Pause };
    }

    /// <summary>Lets the lane go on when its time has come.</summary>
    public static void End(Draft draft)
    {
        if (draft.Ledger.Halted is not null && draft.Ledger.RetryAt <= draft.Seen.Now)
        {
            draft.Ledger = draft.Ledger with { Halted = null, RetryAt = null };
        }
    }
}
