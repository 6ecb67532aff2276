using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Origin;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Repo;

namespace Sluice.Flow;

/// <summary>Takes in which head a pull has, and what that head is.</summary>
internal static class PullHead
{
    public static PullLedger TakeIn(PullSeen seen, PullLedger ledger)
    {
        var head = seen.Pull.Head;
        ledger = ledger with { Rewritten = seen.Rewritten };
        if (ledger.HeadSeen?.Head != head)
        {
            ledger = ledger with { HeadSeen = HeadSeen.Next(ledger.HeadSeen, head, seen.Pull.Updated) with { Base = seen.Pull.Base } };
        }
        else if (seen.Pull.Open && ledger.HeadSeen.Base != seen.Pull.Base)
        {
            var since = ledger.HeadSeen.Base is null ? ledger.HeadSeen.Since : seen.Pull.Updated;
            ledger = ledger with { HeadSeen = ledger.HeadSeen with { Base = seen.Pull.Base, Since = since } };
        }

        if (seen.Print is { } print && print.Head == head)
        {
            ledger = ledger with { Print = print };
        }

        if (
            ledger.OldHead == head
            || (ledger.OldHead is not null && (seen.Shown.Former is not { } former || PullShows.IsCancelled(former.Digest)))
        )
        {
            ledger = ledger with { OldHead = null };
        }

        return seen.Change is { } change && change.Head == head && !IsOnBase(change)
            ? Presents(seen, ledger) with
            {
                Assessment = new Assessment(head, Origin(seen), Risk(seen, change)),
            }
            : ledger;
    }

    /// <summary>A risk that was accepted was accepted of what was shown then.</summary>
    private static PullLedger Presents(PullSeen seen, PullLedger ledger)
    {
        var presented = Presented.Of(seen, ledger);
        return ledger with { Presented = presented, Accepted = presented.Since == ledger.Presented?.Since ? ledger.Accepted : null };
    }

    private static OriginAssessment Origin(PullSeen seen) =>
        Relanded.Over(seen.Relands, OriginReader.Assess(seen.Pull, seen.Commits, seen.Traces));

    private static RiskAssessment Risk(PullSeen seen, Change change)
    {
        var risk = RiskReader.Assess(change, seen.Policy.Risk, seen.History, seen.Experience, seen.Advice);
        return risk with { Audited = !Strictness.IsDefensive(seen) && Audit.Draws(seen.Pull, risk, seen.Policy) };
    }

    /// <summary>
    /// Once its commits are on the base there is no difference left to assess: what was found before that stays. GitHub tells later than
    /// git that a pull is merged, so that such a head is seen on pulls that are open.
    /// </summary>
    private static bool IsOnBase(Change change) => change.MergeBase == change.Head;

    /// <summary>
    /// Whether words of that time are surely about the head that is there now. GitHub's clock on both sides, to the second: within the same
    /// second a push may have come after them, so that second does not count.
    /// </summary>
    public static bool IsSurelyMeant(PullLedger ledger, DateTimeOffset at) => ledger.HeadSeen is { } head && at > head.Since;

    /// <summary>
    /// Whether words of that time are surely about an older head: another head was seen, and this one was not even committed then.
    /// </summary>
    public static bool IsSurelyOld(PullSeen seen, PullLedger ledger, DateTimeOffset at) =>
        ledger.HeadSeen is { Moved: true } head && at < head.Since && seen.Commits.Any(commit => commit.Sha == head.Head && commit.At > at);
}
