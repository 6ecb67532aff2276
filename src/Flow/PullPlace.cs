using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;

namespace Sluice.Flow;

/// <summary>Gives a pull its place with its lane, or says what keeps it out; after landing, what the release says.</summary>
internal static class PullPlace
{
    public static PullLedger Take(PullSeen seen, PullLedger ledger, Row<Finding> findings)
    {
        if (seen.Pull.Merged || (HasLanded(ledger.Standing.State) && ledger.Request is null))
        {
            return seen.Release is { } release && HasLanded(ledger.Standing.State)
                ? ledger with
                {
                    Standing = Standings.Released(ledger.Standing, release),
                }
                : ledger;
        }

        var obstacle = findings
            .Select(finding => finding.Obstacle)
            .FirstOrDefault(found => found is not null && !IsMovedOver(seen, ledger, found));
        if (ledger.Request is not { } request)
        {
            var standing =
                ledger.Hold is not null && seen.Pull.Open ? Standings.Blocked(seen, obstacle!)
                : IsUnderWay(ledger.Standing.State) ? Standing.None
                : ledger.Standing;
            return ledger with { Admission = null, Standing = standing };
        }

        if (obstacle is not null)
        {
            var blocked = ledger with { Admission = null, Standing = Standings.Blocked(seen, obstacle) };
            return obstacle.State == PullState.Ejected ? blocked with { Request = null } : blocked;
        }

        var admitted = Admit(seen, ledger, request);
        var word = seen.Lane is { } said && said.Ticket == admitted.Ticket ? said : null;
        return admitted with { Standing = Standings.InLane(seen, word) };
    }

    /// <summary>
    /// P(it fails) of a head that was ejected for failing and is asked for again: the queue was all but certain, the asker thinks that it
    /// was a flake.
    /// </summary>
    private const double FailedBefore = 0.5;

    /// <summary>The bot's own push to the head may have GitHub dismiss the reviews by which it came in.</summary>
    private static bool IsMovedOver(PullSeen seen, PullLedger ledger, Obstacle obstacle) =>
        seen.Rewritten is not null && ledger.IsWithLane(seen.Pull) && obstacle is Obstacle.Unapproved or Obstacle.Unowned;

    public static bool HasLanded(PullState state) =>
        state
            is PullState.Landed
                or PullState.Canary
                or PullState.Healthy
                or PullState.Regressed
                or PullState.Inconclusive
                or PullState.Reverted;

    private static bool IsUnderWay(PullState state) =>
        state is PullState.Held or PullState.Waiting or PullState.Queued or PullState.Testing;

    private static PullLedger Admit(PullSeen seen, PullLedger ledger, QueueRequest request)
    {
        // Aimed at another branch meanwhile: another lane, so another ticket.
        var ticket = ledger.Admission is { } before && before.Base != seen.Pull.Base ? ledger.Ticket + 1 : ledger.Ticket;
        var assessment = ledger.Assessment!;
        var risk = assessment.Risk;
        // The paths for which it is are not told while the change cannot be read again.
        var defensive =
            Strictness.IsDefensive(seen)
            || (seen.Change?.Head != seen.Pull.Head && ledger.Admission is { Defensive: true } known && known.Head == seen.Pull.Head);
        var returned = ledger.FailedHead == seen.Pull.Head;
        return ledger with
        {
            Ticket = ticket,
            Admission = new Admission(
                ticket,
                seen.Pull.Head,
                seen.Pull.Base,
                request.Priority,
                request.At,
                returned ? Math.Max(risk.Fails, FailedBefore) : risk.Fails,
                risk.Band,
                defensive || risk.Band >= seen.Policy.Risk.Alone,
                assessment.Origin.Class,
                seen.Pull.Author.Login
            )
            {
                Returned = returned,
                Agent = assessment.Origin.Class == OriginClass.Agent ? assessment.Origin.Agent : null,
                Sponsor = assessment.Origin.Class == OriginClass.Agent ? assessment.Origin.Sponsor : null,
                Defensive = defensive,
                After = seen.Parents.Select(parent => parent.Number).Distinct().Order().ToRow(),
                Upon = seen.Upon,
                Aim = seen.Aim,
            },
        };
    }
}
