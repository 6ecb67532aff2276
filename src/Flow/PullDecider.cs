using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Intake.Reviewing;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>What a pull request's turn decides: its ends, what is asked of it, its place, and what is said about it.</summary>
public static class PullDecider
{
    /// <summary>Nothing rings a pull that landed when the last that needs its branch is gone.</summary>
    private static readonly TimeSpan SpentAgain = TimeSpan.FromMinutes(2);

    /// <summary>What it stands on may be closed, or come back, without having been in any queue.</summary>
    private static readonly TimeSpan BehindAgain = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Spent = TimeSpan.FromDays(2);

    public static Plan<PullLedger, PullMove> Decide(PullSeen seen)
    {
        var known = PullHead.TakeIn(seen, seen.Ledger);
        var ended = PullEnds.TakeIn(seen, known);
        var (lapsed, drained) = PullEnds.Lapse(seen, ended);
        var (heard, said) = PullAsks.TakeIn(seen, lapsed);
        var (asked, tried) = PullTries.TakeIn(seen, heard);
        var findings = seen.Pull.Open ? Rules.Check(seen, asked.Request is null ? PullAsks.Imagined(seen, asked) : asked) : [];
        var objections = Obstacles.Against(findings);
        var placed = PullEnds.Settle(seen, PullPlace.Take(seen, asked, findings));

        var standing = placed.Standing;
        if (standing != seen.Ledger.Standing)
        {
            standing = standing with { Since = IsSame(standing, seen.Ledger.Standing) ? seen.Ledger.Standing.Since : seen.Now };
        }

        var telling = new Telling(seen.Pull, standing, placed.Assessment, seen.PolicyFaults)
        {
            Objections = objections,
            Met = findings.Count == 0 ? [] : Objection.MetBeside(objections),
            Due = placed.Admission is not null && seen.Lane?.Eta is { } eta ? seen.Now + eta : null,
            Limits = Limits(seen, placed),
            Overtaken = placed.Admission is null ? null : seen.Lane?.Overtaken,
            Hold = seen.Pull.Open ? placed.Hold : null,
            HoldOver = placed.HoldOver,
            Meets = seen.Pull.Open ? seen.Meets : Encounter.None,
            Trying = placed.Try is { } run ? TryWords.UnderWay(run) : null,
            Like = seen is { Twin: { } twin, Policy.Flow.Duplicates: Policies.Duplicates.Comment } ? Obstacles.Doubles(twin) : null,
        };
        var next = placed with
        {
            Standing = standing,
            Touched =
                seen is { Pull: { Open: true, Draft: false } pull, Change: { } change } ? Touched.Of(pull, change)
                : seen.Pull.Open && !seen.Pull.Draft ? placed.Touched
                : null,
            Meets = telling.Meets,
            Objections = objections,
            Review = ReviewNeed.Of(seen, placed, findings, Obstacles.Say),
            Orders = placed.Orders.Where(order => !seen.Shown.Answered.Contains(order.Comment)).ToRow(),
            CanaryOrders = placed.CanaryOrders.Where(order => !seen.Shown.Answered.Contains(order.Comment)).ToRow(),
            Replies = Replies(seen, placed.Replies, said, telling),
        };
        return new Plan<PullLedger, PullMove>(
            next,
            PullShows.Moves(seen, next, telling),
            Wake(seen, next),
            [
                .. drained,
                .. Journal(seen, next, telling),
                .. tried,
                .. PullOutcomes.Of(seen, next),
                .. said.SelectMany(words => words.Lines),
            ]
        );
    }

    private static Row<string> Limits(PullSeen seen, PullLedger ledger)
    {
        var origin = ledger.Assessment?.Origin is { Class: OriginClass.Agent } agents ? agents : OriginAssessment.None;
        var parties = new Claim(seen.Pull.Number, 0, default, origin.Agent, origin.Sponsor, seen.Pull.Author.Login).Parties;
        return seen
            .Allowances.Where(limit => parties.Any(party => Regulator.Comparer.Compare(party, (limit.Kind, limit.Name)) == 0))
            .Select(OutsideWords.Stands)
            .Concat(seen.LanePressed is { } pressed ? [pressed] : [])
            .ToRow();
    }

    private static Row<Reply> Replies(PullSeen seen, Row<Reply> due, Row<Said> said, Telling telling) =>
        [.. due.Where(reply => !seen.Shown.Answered.Contains(reply.Comment)), .. said.Select(words => words.Answer(telling))];

    private static DateTimeOffset? Wake(PullSeen seen, PullLedger next)
    {
        var landing = PullEnds.WaitsForLane(seen, next) ? PullEnds.LooksForLaneAgain(seen) : (DateTimeOffset?)null;
        var spent = seen.Spent is { InUse: true } && seen.Now < seen.Pull.Updated + Spent ? seen.Now + SpentAgain : (DateTimeOffset?)null;
        var behind = next.Standing.Code == Code.DependsOn ? seen.Now + BehindAgain : (DateTimeOffset?)null;
        return new[] { next.Standing.RetryAfter, next.Hold?.Until, landing, spent, behind, PullTries.Wake(seen, next) }
            .Where(at => at > seen.Now)
            .Min();
    }

    // The lane tells of what landed: a second line of that kind would count it twice.
    private static Row<JournalLine> Journal(PullSeen seen, PullLedger next, Telling telling) =>
        IsSame(next.Standing, seen.Ledger.Standing)
        || next.Standing.State is PullState.Unqueued
        || (next.Standing.State == PullState.Landed && seen.Lane is { State: PullState.Landed })
            ? []
            : [new JournalLine(Kind(next.Standing), next.Standing.Reason, [seen.Pull.Number], PullRecord.Json(telling))];

    private static string Kind(Standing standing) => standing.State == PullState.Landed ? "merged" : Slugs.Of(standing.State);

    private static bool IsSame(Standing one, Standing other) =>
        one.State == other.State
        && one.Code == other.Code
        && one.Head == other.Head
        && (one.State == PullState.Queued || one.Batch == other.Batch);
}
