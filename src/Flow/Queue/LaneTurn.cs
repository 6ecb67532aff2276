namespace Sluice.Flow.Queue;

/// <summary>One turn of a lane: take in what changed, then let the scheduler say what to do about it.</summary>
internal static class LaneTurn
{
    public static Plan<LaneLedger, LaneMove> Take(LaneSeen seen, TimeSpan soon)
    {
        var draft = new Draft(seen);
        Regulating.TakeIn(draft);
        Pausing.TakeIn(draft);
        Halting.End(draft);
        if (seen.Native is { } native)
        {
            return Drive(draft, native, soon);
        }

        draft.Ledger = draft.Ledger with { Driven = [] }; // who is in GitHub's queue stays there: it is not fought
        BaseMoves.TakeIn(draft);
        Heads.TakeIn(draft);
        Withdrawals.TakeIn(draft);
        Ways.TakeIn(draft);
        Stacking.PutOut(draft);
        Freezing.TakeIn(draft);
        Keeping.TakeIn(draft);
        BaseHealth.TakeIn(draft);
        CiHealth.TakeIn(draft);
        if (draft.Ledger.Halted is null)
        {
            Composing.TakeIn(draft);
            Stacking.TakeIn(draft);
            Testing.TakeIn(draft);
            Ways.TakeIn(draft); // what ended just now may have been what others stood on
        }

        Heads.LetGo(draft);

        // A composition or a refusal may have halted it; and what to build on is not known while a landing is being given up.
        if (draft.Ledger is { Halted: null, Landing: null or { StoppedAt: null } })
        {
            Schedule(draft);
        }

        Heads.PutBack(draft);
        if (
            draft.Ledger.Restores.Count > 0
            || draft.Ledger.Halted is null
                && (draft.Ledger.Landing is not null || draft.Ledger.Builds.Any(build => build.State == BuildState.Ordered))
        )
        {
            draft.Wake(seen.Now + soon);
        }

        if (draft.Ledger is { Halted: not null, RetryAt: { } again })
        {
            draft.Wake(again);
        }

        Regulating.Note(draft);
        Granting.Note(draft);
        return new Plan<LaneLedger, LaneMove>(draft.Ledger, LaneMoves.Of(draft), draft.WakeAt, draft.Journal.ToRow());
    }

    private static Plan<LaneLedger, LaneMove> Drive(Draft draft, NativeSeen native, TimeSpan soon)
    {
        Heads.TakeIn(draft);
        Withdrawals.TakeIn(draft);
        Stacking.PutOut(draft);
        Freezing.TakeIn(draft);
        Keeping.TakeIn(draft);
        CiHealth.End(draft);
        draft.Ledger = draft.Ledger with { BaseRed = null, Landing = null };
        Heads.LetGo(draft); // of what the lane itself was about to land
        Driving.Take(draft, native);
        if (draft.Ledger.Restores.Count > 0)
        {
            draft.Wake(draft.Seen.Now + soon);
        }

        if (draft.Ledger is { Halted: not null, RetryAt: { } again })
        {
            draft.Wake(again);
        }

        Regulating.Note(draft);
        Granting.Note(draft); // what it asked for before it would be kept from the others for good
        return new Plan<LaneLedger, LaneMove>(draft.Ledger, LaneMoves.Of(draft), draft.WakeAt, draft.Journal.ToRow());
    }

    private static void Schedule(Draft draft)
    {
        var stalled = Sights.IsStalled(draft);
        if (stalled && draft.Ledger.Idle != draft.Seen.Ledger.Idle)
        {
            draft.Say("stalled", QueueWords.Stalled(draft.Seen.Base), []);
        }

        Scheduling.Apply(draft);
    }
}
