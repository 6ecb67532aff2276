namespace Sluice.Flow.Queue;

/// <summary>The lane stands still until somebody has looked.</summary>
internal static class Halting
{
    public static void Stop(Draft draft, string why)
    {
        draft.Ledger = draft.Ledger with { Halted = why };
        draft.Say("halted", why, []);
    }
}
