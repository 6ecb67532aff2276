using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// Heads that are moved to what lands of them. What GitHub refuses is merged by GitHub from then on; what was moved in vain is put back, for a head
/// in a chain holds what stands before it in the chain.
/// </summary>
internal static class Heads
{
    public static void TakeIn(Draft draft)
    {
        foreach (var (head, words) in draft.Ledger.Restores.Select(head => (head, Answer(draft, head.Number, head.To, head.Head))).ToList())
        {
            if (words is not null)
            {
                draft.Ledger = draft.Ledger with { Restores = draft.Ledger.Restores.Where(known => known != head).ToRow() };
                draft.Say("head_restored", HeadWords.Restored(head.Number, head.Branch, head.Head, words.Refused), [head.Number]);
            }
        }

        if (draft.Ledger.Landing is { } landing && landing.Heads.Select(head => (Head: head, Answer: Answer(draft, head.Number, head.From, head.To)))
                .FirstOrDefault(found => found.Answer?.Refused is not null) is { Answer.Refused: { } refused, Head: { } still })
        {
            draft.Ledger = draft.Ledger with
            {
                Landing = null,
                FixedHeads = draft.Ledger.FixedHeads.Add(new FixedHead(still.Number, still.Head)).OrderBy(known => known.Number).ToRow(),
            };
            draft.Say("head_refused", HeadWords.Refused(still.Number, still.Branch, refused), [still.Number]);
        }
    }

    /// <summary>After everything else: a landing that was given up in this turn leaves its heads to be put back.</summary>
    public static void PutBack(Draft draft)
    {
        var (seen, ledger) = (draft.Seen, draft.Ledger);
        if (seen.Ledger.Landing is { Heads.Count: > 0 } before && ledger.Landing?.Build != before.Build && !seen.LandingTaken
            && !ledger.Outcomes.Any(outcome => outcome.Batch == before.Build && outcome.State == PullState.Landed))
        {
            draft.Ledger = ledger with
            {
                Restores = ledger.Restores.AddRange(before.Heads.Where(head => !ledger.FixedHeads.Contains(new FixedHead(head.Number, head.Head)))),
            };
        }
    }

    private static HeadMoved? Answer(Draft draft, int number, Sha from, Sha to) =>
        draft.Seen.HeadMoves.FirstOrDefault(moved => moved.Number == number && moved.From == from && moved.To == to);
}
