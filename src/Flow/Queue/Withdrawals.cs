namespace Sluice.Flow.Queue;

/// <summary>Forgets what is over: pulls that left or moved, tickets that their pulls took in, branches that are gone.</summary>
internal static class Withdrawals
{
    /// <summary>An outcome that nobody takes in (the pull was deleted, its repository left) is kept that long.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>A branch that nobody reports gone is asked to go for that long.</summary>
    private static readonly TimeSpan Dropped = TimeSpan.FromHours(1);

    /// <summary>
    /// A pull that is gone while its landing is under way may be gone because it landed, and a push whose answer was lost may have been
    /// taken: GitHub's base is given that long to show it. Nothing is pushed meanwhile.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public static void TakeIn(Draft draft)
    {
        var seen = draft.Seen;
        var over = draft.Ledger.Outcomes.Where(outcome => IsSettled(seen, outcome)).ToList();
        draft.Ledger = draft.Ledger with
        {
            // Learnt when they are forgotten: once each, and never in the turn whose schedule ends them.
            Learnt = over.Aggregate(draft.Ledger.Learnt, Learning.Over),
            Outcomes = draft.Ledger.Outcomes.Where(outcome => !over.Contains(outcome)).ToRow(),
            Ended = draft.Ledger.Ended.Where(build => !seen.Gone.Contains(build.Id) && seen.Now - build.At < Dropped).ToRow(),
        };

        var alive = new SortedSet<int>(draft.Alive.Select(entry => entry.Number));
        var known = draft
            .Ledger.Builds.SelectMany(build => build.Content)
            .Concat(draft.Ledger.Reds.SelectMany(red => red.Suspects))
            .Select(member => (member.Number, member.Head))
            .Concat(draft.Ledger.Proven.Select(pull => (pull.Number, pull.Head)))
            .Concat(draft.Ledger.Troubles.Select(pull => (pull.Number, pull.Head)))
            .Concat(draft.Ledger.Blocks.Select(pull => (pull.Number, pull.Head)))
            .Distinct()
            .ToList();
        var kept = GiveUpLanding(draft);
        foreach (var (number, _) in known.Where(pull => !draft.IsAlive(pull.Number, pull.Head) && !kept.Contains(pull.Number)))
        {
            draft.Forget(number);
        }

        draft.Ledger = draft.Ledger with
        {
            Blocks = draft.Ledger.Blocks.Where(block => block.Behind.All(alive.Contains)).ToRow(),
            Remade = draft.Ledger.Remade.Where(alive.Contains).ToRow(),
            FixedHeads = draft.Ledger.FixedHeads.Where(known => draft.IsAlive(known.Number, known.Head)).ToRow(),
        };
    }

    /// <summary>The pulls that may be landing in spite of being gone.</summary>
    private static Row<int> GiveUpLanding(Draft draft)
    {
        if (draft.Ledger.Landing is not { } landing)
        {
            return [];
        }

        if (IsWhole(landing, draft))
        {
            draft.Ledger = draft.Ledger with { Landing = landing with { StoppedAt = null } };
            return [];
        }

        var stopped = landing.StoppedAt ?? draft.Seen.Now;
        if (draft.Seen.Now < stopped + Grace)
        {
            draft.Ledger = draft.Ledger with { Landing = landing with { StoppedAt = stopped } };
            draft.Wake(stopped + Grace);
            return landing.Pulls.Select(pull => pull.Number).ToRow();
        }

        draft.Ledger = draft.Ledger with { Landing = null };
        return [];
    }

    /// <summary>Whether all that would land still wants to, at the head that was tested, and may.</summary>
    public static bool IsWhole(Landing landing, Draft draft) =>
        landing.Pulls.All(pull => draft.IsAlive(pull.Number, pull.Head) && !Freezing.IsFrozen(draft.Ledger, pull.Number));

    /// <summary>
    /// A pull that was read before it took its outcome in is still among the entries of this look: without the outcome it would be built
    /// once more, and the head that landed put back.
    /// </summary>
    private static bool IsSettled(LaneSeen seen, Outcome outcome) =>
        (
            seen.Settled.Any(settled => settled.Number == outcome.Number && settled.Ticket >= outcome.Ticket)
            && !seen.Entries.Any(entry => entry.Number == outcome.Number && entry.Ticket == outcome.Ticket)
        )
        || seen.Entries.Any(entry => entry.Number == outcome.Number && entry.Settled >= outcome.Ticket)
        || seen.Now - outcome.At >= Kept;
}
