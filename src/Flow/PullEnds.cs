using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>Takes in how a request ended: by its lane, by a merge, by closing, by a new head.</summary>
internal static class PullEnds
{
    private static readonly TimeSpan LaneSpeaks = TimeSpan.FromMinutes(2);

    /// <summary>The lane keeps what it has to tell for as long.</summary>
    private static readonly TimeSpan LaneKeeps = TimeSpan.FromHours(24);

    public static PullLedger TakeIn(PullSeen seen, PullLedger ledger)
    {
        var pull = seen.Pull;
        var word = seen.Lane is { } said && said.Ticket > ledger.Settled ? said : null;
        if (word is { State: PullState.Landed })
        {
            return End(ledger, Standings.Landed(seen, ledger, word)) with { Settled = word.Ticket };
        }

        if (pull.Merged)
        {
            return ledger.Standing.State == PullState.Unqueued ? ledger with { PastQueue = true }
                : PullPlace.HasLanded(ledger.Standing.State) || WaitsForLane(seen, ledger) ? ledger
                : End(ledger, Standings.MergedOutside(seen));
        }

        if (!pull.Open)
        {
            var isTold = ledger.Hold is null || ledger.Standing is { State: PullState.Left, Code: Code.Closed };
            // The hold outlives it: else whoever may close and reopen could lift it.
            return ledger.Request is null && isTold ? ledger : End(ledger, Standings.Closed(seen)) with { Hold = ledger.Hold };
        }

        if (ledger.Request is { } request && request.Head != pull.Head)
        {
            return End(ledger, Standings.HeadMoved(seen, request.Head)) with { Hold = ledger.Hold, OldHead = request.Head };
        }

        return word is not { State: PullState.Ejected } ? ledger
            : word.Ticket < ledger.Ticket || ledger.Request is null ? ledger with { Settled = word.Ticket }
            : End(ledger, Standings.Ejected(seen, word)) with
            {
                Settled = word.Ticket,
                Hold = ledger.Hold,
                FailedHead = word.Code == Code.ChecksFailed ? pull.Head : ledger.FailedHead,
            };
    }

    /// <summary>
    /// GitHub may tell of a merge before the lane tells of its landing: until then it is not known to be somebody else's. A lane that has
    /// it in line still has not looked since: where webhooks are lost, both hear of it long after.
    /// </summary>
    public static bool WaitsForLane(PullSeen seen, PullLedger ledger) =>
        seen.Pull.Merged
        && ledger.Ticket > ledger.Settled
        && !PullPlace.HasLanded(ledger.Standing.State)
        && (seen.Now < seen.Pull.Updated + LaneSpeaks || IsInLine(seen.Lane, ledger));

    private static bool IsInLine(LaneWord? word, PullLedger ledger) =>
        word is { State: PullState.Queued or PullState.Testing or PullState.Waiting } && word.Ticket == ledger.Ticket;

    /// <summary>A lane that lands it rings; one that only finds it gone may ring nobody.</summary>
    public static DateTimeOffset LooksForLaneAgain(PullSeen seen)
    {
        var spoken = seen.Pull.Updated + LaneSpeaks;
        return spoken > seen.Now ? spoken : seen.Now + LaneSpeaks;
    }

    /// <summary>
    /// Closes the books on a ticket that ended without the lane's word: at once if the lane never had it, else when the lane has nothing
    /// more to tell of it.
    /// </summary>
    public static PullLedger Settle(PullSeen seen, PullLedger ledger)
    {
        var given = Math.Max(Math.Max(ledger.Given, seen.Ledger.Admission?.Ticket ?? 0), ledger.Admission?.Ticket ?? 0);
        if (ledger.Request is not null || ledger.Admission is not null || ledger.Settled >= ledger.Ticket)
        {
            return ledger with { Given = given, LeftAt = null };
        }

        var left = ledger.LeftAt ?? seen.Now;
        return given <= ledger.Settled || seen.Now - left >= LaneKeeps
            ? ledger with
            {
                Given = given,
                LeftAt = null,
                Settled = ledger.Ticket,
            }
            : ledger with
            {
                Given = given,
                LeftAt = left,
            };
    }

    // A request that ends here and not by the lane's word leaves the ticket unsettled: the lane may be landing it this very moment.
    private static PullLedger End(PullLedger ledger, Standing standing) =>
        ledger with
        {
            Request = null,
            Admission = null,
            Hold = null,
            HoldOver = null,
            Standing = standing,
        };

    /// <summary>Nobody has to remember a hold for it to end; of one that is closed nobody has to hear of it.</summary>
    public static (PullLedger Ledger, Row<JournalLine> Lines) Lapse(PullSeen seen, PullLedger ledger) =>
        ledger.Hold is not { } hold || hold.Until > seen.Now ? (ledger, [])
        : !seen.Pull.Open ? (ledger with { Hold = null }, [])
        : (ledger with { Hold = null, HoldOver = hold }, [new JournalLine("hold_ended", Holds.Over(hold), [seen.Pull.Number])]);
}
