using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// Heads that are moved to what lands of them. What GitHub refuses is merged by GitHub from then on; what was moved in vain is put back,
/// for a head in a chain holds what stands before it in the chain.
/// </summary>
internal static class Heads
{
    public static void TakeIn(Draft draft)
    {
        foreach (var (head, words) in draft.Ledger.Restores.Select(head => (head, Answer(draft, head.Number, head.To, head.Head))).ToList())
        {
            // GitHub may show the other for a while yet: a landing of that very commit would take the head for standing there already.
            if (words is not null && (words.Refused is not null || draft.Find(head.Number)?.Own != head.To))
            {
                draft.Ledger = draft.Ledger with
                {
                    Restores = draft.Ledger.Restores.Where(known => known != head).ToRow(),
                    FixedHeads = words.Refused is null ? draft.Ledger.FixedHeads : Fixed(draft.Ledger, head, isAstray: true),
                };
                draft.Say("head_restored", HeadWords.Restored(head.Number, head.Branch, head.Head, words.Refused), [head.Number]);
            }
        }

        if (
            draft.Ledger.Landing is { } landing
            && landing
                .Heads.Select(head => (Head: head, Answer: Answer(draft, head.Number, head.From, head.To)))
                .FirstOrDefault(found => found.Answer?.Refused is not null)
                is { Answer.Refused: { } refused, Head: { } still }
        )
        {
            draft.Ledger = draft.Ledger with { Landing = null, FixedHeads = Fixed(draft.Ledger, still) };
            draft.Say("head_refused", HeadWords.Refused(still.Number, still.Branch, refused), [still.Number]);
        }
    }

    /// <summary>
    /// Before anything new is planned: the heads of a landing that was given up in this turn are put back first, and nothing lands
    /// meanwhile. A landing that were chosen in the same turn would move some of them on, and see them put back behind it.
    /// </summary>
    public static void LetGo(Draft draft) => PutBack(draft, GivenUp(draft));

    /// <summary>
    /// After everything else: a landing that was given up in this turn leaves its heads to be put back, and so does one that was forgotten
    /// in another way, or that was refused when an earlier try had come through unheard.
    /// </summary>
    public static void PutBack(Draft draft)
    {
        var (seen, ledger) = (draft.Seen, draft.Ledger);
        var before = seen.Ledger.Landing?.Heads ?? [];
        var astray = draft
            .Alive.Where(entry =>
                entry is { Own: not null, Branch: not null }
                && !before.Any(head => head.Number == entry.Number)
                && !IsAstray(ledger, entry)
                && !seen.Ledger.Restores.Concat(ledger.Landing?.Heads ?? []).Any(head => head.Number == entry.Number)
            )
            .Select(entry => new HeadMove(entry.Number, entry.Head, entry.Branch!, entry.Head, entry.Own!.Value));
        PutBack(draft, GivenUp(draft).Concat(astray));
    }

    private static Row<HeadMove> GivenUp(Draft draft) =>
        draft.Seen.Ledger.Landing is { } landing
        && draft.Ledger.Landing?.Build != landing.Build
        && !draft.Seen.LandingTaken
        && !draft.Seen.LandingContained
        && !draft.Ledger.Outcomes.Any(outcome => outcome.Batch == landing.Build && outcome.State == PullState.Landed)
            ? landing.Heads.Where(head => !draft.Ledger.FixedHeads.Any(known => Is(known, head.Number, head.Head))).ToRow()
            : [];

    private static void PutBack(Draft draft, IEnumerable<HeadMove> heads)
    {
        var back = heads
            .Where(head => !draft.Ledger.Restores.Any(known => known.Number == head.Number))
            .Select(head => head with { At = draft.Seen.Now })
            .ToRow();
        if (back.Count > 0)
        {
            draft.Ledger = draft.Ledger with { Restores = draft.Ledger.Restores.AddRange(back) };
        }
    }

    /// <summary>Whether GitHub refused to have its branch moved.</summary>
    public static bool IsFixed(LaneLedger ledger, Entry entry) => ledger.FixedHeads.Any(known => Is(known, entry.Number, entry.Head));

    /// <summary>Whether its branch stands at a commit of the bot's, and GitHub refused to have it put back.</summary>
    public static bool IsAstray(LaneLedger ledger, Entry entry) =>
        entry.Own is not null && ledger.FixedHeads.Any(known => known.IsAstray && Is(known, entry.Number, entry.Head));

    private static bool Is(FixedHead known, int number, Sha head) => (known.Number, known.Head) == (number, head);

    private static Row<FixedHead> Fixed(LaneLedger ledger, HeadMove head, bool isAstray = false) =>
        ledger
            .FixedHeads.Where(known => !Is(known, head.Number, head.Head))
            .Append(new FixedHead(head.Number, head.Head) { IsAstray = isAstray })
            .OrderBy(known => known.Number)
            .ToRow();

    private static HeadMoved? Answer(Draft draft, int number, Sha from, Sha to) =>
        draft.Seen.HeadMoves.FirstOrDefault(moved => moved.Number == number && moved.From == from && moved.To == to);
}
