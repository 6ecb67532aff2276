namespace Sluice.Flow.Queue;

/// <summary>Forgets what is over: pulls that left or moved, tickets that their pulls took in, branches that are gone.</summary>
internal static class Withdrawals
{
    /// <summary>An outcome that nobody takes in (the pull was deleted, its repository left) is kept that long.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>A branch that nobody reports gone is asked to go for that long.</summary>
    private static readonly TimeSpan Dropped = TimeSpan.FromHours(1);

    public static void TakeIn(Draft draft)
    {
        var seen = draft.Seen;
        draft.Ledger = draft.Ledger with
        {
            Outcomes = draft.Ledger.Outcomes.Where(outcome => !IsSettled(seen, outcome)).ToRow(),
            Ended = draft.Ledger.Ended.Where(build => !seen.Gone.Contains(build.Id) && seen.Now - build.At < Dropped).ToRow(),
        };

        var alive = new SortedSet<int>(draft.Alive.Select(entry => entry.Number));
        var known = draft.Ledger.Builds.SelectMany(build => build.Content).Concat(draft.Ledger.Reds.SelectMany(red => red.Suspects))
            .Select(member => (member.Number, member.Head))
            .Concat(draft.Ledger.Proven.Select(pull => (pull.Number, pull.Head)))
            .Concat(draft.Ledger.Troubles.Select(pull => (pull.Number, pull.Head)))
            .Concat(draft.Ledger.Blocks.Select(pull => (pull.Number, pull.Head)))
            .Distinct().ToList();
        foreach (var (number, head) in known.Where(pull => !draft.IsAlive(pull.Number, pull.Head)))
        {
            GiveUpLanding(draft, number);
            draft.Forget(number);
        }

        draft.Ledger = draft.Ledger with
        {
            Blocks = draft.Ledger.Blocks.Where(block => block.Behind.All(alive.Contains)).ToRow(),
            Remade = draft.Ledger.Remade.Where(alive.Contains).ToRow(),
        };
    }

    /// <summary>Not pushed yet, as far as anybody sees: a pull that left must not land any more.</summary>
    private static void GiveUpLanding(Draft draft, int number)
    {
        if (draft.Ledger.Landing is { } landing && landing.Pulls.Any(pull => pull.Number == number))
        {
            draft.Ledger = draft.Ledger with { Landing = null };
        }
    }

    private static bool IsSettled(LaneSeen seen, Outcome outcome) =>
        seen.Settled.Any(settled => settled.Number == outcome.Number && settled.Ticket >= outcome.Ticket)
        || seen.Entries.Any(entry => entry.Number == outcome.Number && entry.Settled >= outcome.Ticket)
        || seen.Now - outcome.At >= Kept;
}
