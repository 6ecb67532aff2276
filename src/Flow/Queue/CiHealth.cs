using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// The breaker of CI. Builds that end without a verdict one after the other, with no pull in all of them, are nobody's doing: nothing is
/// built until one is tried again, and nobody is put out for it.
/// </summary>
internal static class CiHealth
{
    private const int SilentInARow = 3;

    /// <summary>Before the first try; each further one waits twice as long.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    public static void TakeIn(Draft draft)
    {
        if (draft.Ledger.CiTold && draft.Ledger.Ci is null && draft.Seen.CiIssue is { Open: false })
        {
            draft.Ledger = draft.Ledger with { CiTold = false };
        }

        if (draft.Ledger.Ci is not { } breaker)
        {
            return;
        }

        // By the comment, as Pausing does: its time is by GitHub's clock, and the breaker's by ours.
        if (draft.Seen.Order is { Reason: null } order && order.Comment > draft.Seen.Ledger.OrderDone)
        {
            Close(draft, BreakerWords.ClosedBy(breaker.Kind));
        }
        else if (breaker is { State: BreakerState.Open, TryAt: { } at })
        {
            if (draft.Seen.Now >= at)
            {
                var trying = breaker with { State = BreakerState.HalfOpen, Since = draft.Seen.Now, TryAt = null };
                draft.Ledger = draft.Ledger with { Ci = trying };
                draft.Say("breaker_half_open", BreakerWords.Tried(trying), []);
            }
            else
            {
                draft.Wake(at);
            }
        }
    }

    /// <summary>A build ended without a verdict.</summary>
    public static void Silent(Draft draft, Build build)
    {
        var pulls = build.Content.Select(member => member.Number).Order().ToRow();
        var silence = draft.Ledger.Silence is { } known
            ? known with
            {
                Builds = known.Builds + 1,
                InAll = known.InAll.Intersect(pulls).ToRow(),
            }
            : new Silence(1, pulls);
        draft.Ledger = draft.Ledger with { Silence = silence };
        switch (draft.Ledger.Ci)
        {
            case null when silence is { Builds: >= SilentInARow, InAll.Count: 0 }:
                Open(draft, 1);
                break;
            case { State: BreakerState.HalfOpen } trying when build.Since >= trying.Since:
                draft.Ledger = draft.Ledger with { Silence = silence with { Tried = Tried(draft, silence.Tried, pulls) } };
                Open(draft, trying.Trips + 1);
                break;
        }
    }

    /// <summary>Nothing is built here any more, so nothing would ever close it.</summary>
    public static void End(Draft draft)
    {
        if (draft.Ledger.Ci is not null)
        {
            Close(draft, NativeWords.Builds(draft.Seen.Base));
        }

        TakeIn(draft);
    }

    /// <summary>A build had a verdict, whichever.</summary>
    public static void Heard(Draft draft)
    {
        draft.Ledger = draft.Ledger with { Silence = null };
        if (draft.Ledger.Ci is { } breaker)
        {
            Close(draft, BreakerWords.Closed(breaker.Kind));
        }
    }

    /// <summary>Whether nothing is to be built now.</summary>
    public static bool Stops(LaneLedger ledger) => ledger.Ci is { State: BreakerState.Open };

    /// <summary>
    /// Who is tried while it is half open: each alone, and whose try had no verdict after the others. One that hangs CI by its own doing
    /// would keep the lane shut for ever.
    /// </summary>
    public static void Try(LaneLedger ledger, List<Waiting> pulls)
    {
        if (ledger is not { Ci.State: BreakerState.HalfOpen, Silence.Tried: { Count: > 0 } tried })
        {
            return;
        }

        var isAnyLeft = pulls.Exists(pull => pull is { Parked: false, Behind.Count: 0 } && !tried.Contains(pull.Number));
        for (var i = 0; i < pulls.Count; i++)
        {
            pulls[i] = pulls[i] with { MaxBatch = 1, Parked = pulls[i].Parked || (isAnyLeft && tried.Contains(pulls[i].Number)) };
        }
    }

    /// <summary>Once all had their turn it begins anew, behind the last.</summary>
    private static Row<int> Tried(Draft draft, Row<int> before, Row<int> now)
    {
        var all = before.Union(now).Order().ToRow();
        return draft.Alive.All(entry => all.Contains(entry.Number)) ? now : all;
    }

    /// <summary>What its issue is to say; null: it does, or there is none.</summary>
    public static LaneMove? Issue(LaneSeen seen, LaneLedger ledger)
    {
        if (!ledger.CiTold)
        {
            return null;
        }

        var (body, isOpen) = ledger.Ci is { } breaker
            ? (BreakerWords.Body(breaker, seen.Base), true)
            : (BreakerWords.Over(BreakerKind.Ci, seen.Base), false);
        return seen.CiIssue is { } known && known.Body == body && known.Open == isOpen
            ? null
            : new LaneMove.PutIssue(BreakerKind.Ci, BreakerWords.Title(BreakerKind.Ci), body, isOpen);
    }

    private static void Open(Draft draft, int trips)
    {
        var breaker = new Breaker(
            BreakerKind.Ci,
            BreakerState.Open,
            draft.Seen.Now,
            trips,
            draft.Seen.Now + Breaker.Pause(trips, FirstPause, LongestPause)
        );
        draft.Ledger = draft.Ledger with { Ci = breaker, CiTold = true, Troubles = [] };
        draft.Say("breaker_open", BreakerWords.Opened(breaker), []);
        draft.Wake(breaker.TryAt!.Value);
    }

    private static void Close(Draft draft, string says)
    {
        draft.Ledger = draft.Ledger with { Ci = null, Silence = null };
        draft.Say("breaker_closed", says, []);
    }
}
