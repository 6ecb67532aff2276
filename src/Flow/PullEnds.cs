using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>Takes in how a request ended: by its lane, by a merge, by closing, by a new head.</summary>
internal static class PullEnds
{
    private static readonly TimeSpan LaneSpeaks = TimeSpan.FromMinutes(2);

    public static PullLedger TakeIn(PullSeen seen, PullLedger ledger)
    {
        var pull = seen.Pull;
        var word = seen.Lane is { } said && said.Ticket > ledger.Settled ? said : null;
        if (word is { State: PullState.Landed })
        {
            return End(ledger, word.Ticket, Standings.Landed(seen, ledger, word));
        }

        if (pull.Merged)
        {
            return ledger.Request is null || WaitsForLane(seen, ledger) ? ledger : End(ledger, ledger.Ticket, Standings.MergedOutside(seen));
        }

        if (!pull.Open)
        {
            return ledger.Request is null && ledger.Hold is null ? ledger : End(ledger, ledger.Ticket, Standings.Closed(seen));
        }

        if (ledger.Request is { } request && request.Head != pull.Head)
        {
            return End(ledger, ledger.Ticket, Standings.HeadMoved(seen, request.Head)) with { Hold = ledger.Hold };
        }

        return word is { State: PullState.Ejected }
            ? word.Ticket == ledger.Ticket && ledger.Request is not null
                ? End(ledger, word.Ticket, Standings.Ejected(seen, word)) with { Hold = ledger.Hold }
                : ledger with { Settled = word.Ticket }
            : ledger;
    }

    /// <summary>GitHub may tell of a merge before the lane tells of its landing: until then it is not known to be somebody else's.</summary>
    public static bool WaitsForLane(PullSeen seen, PullLedger ledger) =>
        seen.Pull.Merged && ledger.Admission is not null && seen.Now < LaneSpeaksBy(seen);

    public static DateTimeOffset LaneSpeaksBy(PullSeen seen) => seen.Pull.Updated + LaneSpeaks;

    private static PullLedger End(PullLedger ledger, int ticket, Standing standing) =>
        ledger with { Settled = Math.Max(ledger.Settled, ticket), Request = null, Admission = null, Hold = null, Standing = standing };
}
