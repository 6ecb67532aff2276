using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Repo;

namespace Sluice.Flow;

/// <summary>
/// Notes what became of a change beside what was said of its risk. Only what the queue took in, or what was merged, has an outcome: a pull
/// that waits because of its score teaches nothing, or the score would prove itself right.
/// </summary>
internal static class PullOutcomes
{
    public static Row<JournalLine> Of(PullSeen seen, PullLedger next)
    {
        var (before, after) = (seen.Ledger.Standing, next.Standing);
        if (seen.Revert is not null || next.Assessment?.Risk is not { Features.Count: > 0 } risk || !IsWatched(seen))
        {
            return [];
        }

        var number = seen.Pull.Number;
        var lines = new List<JournalLine>();
        if (HasLanded(next) && !HasLanded(seen.Ledger))
        {
            lines.Add(Line(number, Ending.Landed));
            lines.AddRange(seen.Undoes.Where(reverted => !reverted.IsRevert).Select(TakenBack)); // what a revert took away may be wanted again
            lines.AddRange(
                Repairs
                    .Of(seen.Pull.Title, seen.Pull.Body)
                    .Where(pull => pull != number && seen.Undoes.All(reverted => reverted.Number != pull))
                    .Select(pull => Repaired(pull, number))
            );
        }

        if (
            after.State == PullState.Ejected
            && before.State != PullState.Ejected
            && seen.Lane is { State: PullState.Ejected, Code: Code.ChecksFailed }
        )
        {
            lines.Add(Line(number, Ending.BrokeBuild));
        }

        if (IsBad(after) && !IsBad(before))
        {
            lines.Add(Line(number, after.State == PullState.Reverted ? Ending.Reverted : Ending.Regressed));
        }

        return lines.ToRow();

        JournalLine Line(int pull, Ending ending) =>
            PullOutcomes.Line(
                pull,
                By(seen, next, new Outcome(ending, risk.Score, risk.Band, risk.Features) { Audited = risk.Audited }),
                null
            );
    }

    private static bool HasLanded(PullLedger ledger) => ledger.PastQueue || PullPlace.HasLanded(ledger.Standing.State);

    /// <summary>
    /// Not a branch to which anybody may push: by merges there an agent could widen its limits, and say what scores are worth, as it
    /// likes.
    /// </summary>
    private static bool IsWatched(PullSeen seen) =>
        seen.Policy.HasLane(seen.Repo, seen.Pull.Base) && (seen.Pull.Base == seen.Repo.DefaultBranch || seen.Rules.Guarded);

    /// <summary>What came before counts for no limit any more of those who made this pull.</summary>
    public static JournalLine Pardon(PullSeen seen, PullLedger ledger) =>
        Line(seen.Pull.Number, By(seen, ledger, new Outcome(Ending.Pardoned, 0, Band.Low, [])), null);

    private static Outcome By(PullSeen seen, PullLedger ledger, Outcome outcome) =>
        outcome with
        {
            Agent = ledger.Assessment?.Origin is { Class: OriginClass.Agent } origin ? origin.Agent : null,
            Sponsor = ledger.Assessment?.Origin is { Class: OriginClass.Agent } asked ? asked.Sponsor : null,
            Author = seen.Pull.Author.Login,
        };

    private static bool IsBad(Standing standing) =>
        standing.State is PullState.Regressed or PullState.Reverted && standing.Release is not { Innocent: true };

    /// <summary>Nobody looks at what landed long ago, and where nothing is deployed no canary tells.</summary>
    private static JournalLine TakenBack(RevertedPull reverted) =>
        Line(
            reverted.Number,
            new Outcome(Ending.Reverted, 0, Band.Low, [])
            {
                Agent = reverted.Agent,
                Sponsor = reverted.Sponsor,
                Author = reverted.Author,
            },
            null
        );

    private static JournalLine Repaired(int pull, int by) => Line(pull, new Outcome(Ending.Hotfixed, 0, Band.Low, []), by);

    private static JournalLine Line(int pull, Outcome outcome, int? by) => new(Outcome.Kind, outcome.Says(by), [pull], outcome.Json());
}
