using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>How many approvals a head has that count, how many it needs, and what each demand comes from.</summary>
/// <param name="By">Logins, ascending by the time of the approval.</param>
/// <param name="Demands">The greatest decides.</param>
public sealed record ApprovalTally(Row<string> By, int Need, Row<Demand> Demands)
{
    public bool Met => By.Count >= Need;

    /// <summary>Who approved this very head when it brought less than it does now; ascending by the time of the approval.</summary>
    public Row<string> OfLess { get; init; } = [];

    public static ApprovalTally Of(PullSeen seen, PullLedger ledger, Assessment assessment)
    {
        var parties = Parties.Of(seen, assessment.Origin);
        var by = Approvers(seen, ledger, parties).ToList();
        var accepted =
            ledger.Accepted is { } acceptance
            && acceptance.Head == seen.Pull.Head
            && MayStill(seen, acceptance)
            && !parties.Include(acceptance.By)
                ? acceptance
                : null;
        if (accepted is not null && by.All(actor => actor.Id != accepted.By.Id))
        {
            by.Add(accepted.By);
        }

        var demands = Demanded(seen, assessment, accepted is not null, ledger.Request).Where(demand => demand.Approvals > 0).ToRow();
        return new ApprovalTally(
            by.Select(actor => actor.Login).ToRow(),
            demands.Select(demand => demand.Approvals).DefaultIfEmpty(0).Max(),
            demands
        )
        {
            OfLess = Approvals(seen, parties)
                .Where(review => review.Commit == seen.Pull.Head && !Covers(seen, ledger, review))
                .Select(review => review.By.Login)
                .ToRow(),
        };
    }

    /// <summary>Those whose last word is to change it, whichever head they said it on.</summary>
    public static Row<string> Blocking(PullSeen seen) =>
        LastWords(seen)
            .Where(review => review.State == ReviewState.ChangesRequested && review.Permission >= Permission.Write)
            .Select(review => review.By.Login)
            .ToRow();

    /// <summary>Whose approval counts.</summary>
    /// <param name="anyHead">Also of a head that was pushed over since.</param>
    internal static IEnumerable<Actor> Approvers(PullSeen seen, PullLedger ledger, Parties parties, bool anyHead = false) =>
        Approvals(seen, parties)
            .Where(review => anyHead || (review.Commit == seen.Pull.Head && Covers(seen, ledger, review)))
            .Select(review => review.By);

    private static IEnumerable<Review> Approvals(PullSeen seen, Parties parties) =>
        LastWords(seen)
            .Where(review =>
                review.State == ReviewState.Approved
                && review.Permission >= Permission.Write
                && review.By.Kind == ActorKind.User
                && !parties.Include(review.By)
            );

    /// <summary>Who wrote a comment is asked about at each look. Taken away, the words are taken back.</summary>
    private static bool MayStill(PullSeen seen, RiskAcceptance accepted) =>
        seen.Comments.Any(comment =>
            comment.By.Id == accepted.By.Id
            && comment.Permission >= Permission.Write
            && (accepted.Comment is null || accepted.Comment == comment.Id)
        );

    private static bool Covers(PullSeen seen, PullLedger ledger, Review review) => ledger.Presented?.Covers(seen, review.At) != false;

    // A comment in a review takes nothing back; an approval, a request or a dismissal replaces what was said before.
    private static IEnumerable<Review> LastWords(PullSeen seen) =>
        seen
            .Reviews.Where(review => review.State != ReviewState.Commented)
            .GroupBy(review => review.By.Id)
            .Select(said => said.OrderBy(review => review.At).ThenBy(review => review.Id).Last())
            .OrderBy(review => review.At)
            .ThenBy(review => review.Id);

    private static IEnumerable<Demand> Demanded(PullSeen seen, Assessment assessment, bool accepted, QueueRequest? request)
    {
        var revert = seen.Revert;
        if (revert is { Certain: true })
        {
            return revert.SkipReviews ? [] : [new Demand(DemandKind.Branch, seen.Rules.Approvals)];
        }

        var policy = seen.Policy.Flow.Approvals;
        var band = assessment.Risk.Band;
        var judged = accepted && band > Band.Low ? band - 1 : band;
        var level = assessment.Risk.Audited && !accepted ? Audit.Needs(policy, band) : policy.Of(judged);
        var unsponsored = assessment.Origin.Level == 3 && !Sponsored(assessment.Origin, request);
        return
        [
            new Demand(DemandKind.Branch, seen.Rules.Approvals),
            new Demand(DemandKind.Risk, level, judged),
            .. unsponsored ? [new Demand(DemandKind.Agent, level + policy.Agent)] : Row.Of<Demand>([]),
            .. Strictness.IsDefensive(seen) ? [new Demand(DemandKind.Defensive, 2)] : Row.Of<Demand>([]),
            .. revert is not null ? [new Demand(DemandKind.Revert, 1)] : Row.Of<Demand>([]),
        ];
    }

    // Text can name anybody as the one who asked for it. It counts when that account opened the pull, or queued it itself.
    private static bool Sponsored(OriginAssessment origin, QueueRequest? request) =>
        origin.Sponsor is not null
        && (
            origin.SponsorAttested
            || (
                request is { By: { } by, Permission: >= Permission.Write }
                && string.Equals(by.Login, origin.Sponsor, StringComparison.OrdinalIgnoreCase)
            )
            || request?.Also.Contains(origin.Sponsor, StringComparer.OrdinalIgnoreCase) == true
        );
}

/// <param name="Band">Of <see cref="DemandKind.Risk"/>: the band that it was judged by, after an accepted risk.</param>
public sealed record Demand(DemandKind Kind, int Approvals, Band Band = Band.Low);

public enum DemandKind
{
    Branch,
    Risk,
    Agent,
    Defensive,
    Revert,
}
