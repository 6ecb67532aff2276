using System.Text.Json.Serialization;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Reviewing;

/// <summary>What somebody has to do about a pull before it can go on: it waits for a person other than its author.</summary>
/// <param name="Lines">That it adds and deletes; those of files that tools wrote left out.</param>
/// <param name="Since">When it first waited for this on this head.</param>
public sealed record ReviewNeed(ReviewKind Kind, Sha Head, int Lines, DateTimeOffset Since)
{
    /// <summary>What for, in a sentence.</summary>
    public string Asks { get; init; } = "";

    /// <summary>
    /// Null: it waits for nobody, or for its author: a draft, a conflict, a failed check and requested changes are theirs to mend.
    /// </summary>
    public static ReviewNeed? Of(PullSeen seen, PullLedger next, Row<Finding> findings, Func<Obstacle, string> say)
    {
        var obstacles = findings.Select(finding => finding.Obstacle).OfType<Obstacle>().ToList();
        if (
            !seen.Pull.Open
            || next.Assessment is not { } assessment
            || assessment.Head != seen.Pull.Head
            || obstacles.Count == 0
            || obstacles.Exists(IsForTheAuthor)
            || obstacles.Where(found => KindOf(found) is not null).MinBy(KindOf) is not { } asks
        )
        {
            return null;
        }

        var kind = KindOf(asks)!.Value;
        var since = seen.Ledger.Review is { } known && known.Kind == kind && known.Head == seen.Pull.Head ? known.Since : seen.Now;
        return new ReviewNeed(kind, seen.Pull.Head, (int)assessment.Risk.Features.Take(2).Sum(), since) { Asks = say(asks) };
    }

    private static bool IsForTheAuthor(Obstacle obstacle) =>
        obstacle
            is Obstacle.Draft
                or Obstacle.NoLane
                or Obstacle.OthersQueue
                or Obstacle.TeamReview
                or Obstacle.Unread
                or Obstacle.ChangesRequested
                or Obstacle.WorkflowEdit
                or Obstacle.Conflict
                or Obstacle.HeadFailed;

    private static ReviewKind? KindOf(Obstacle obstacle) =>
        obstacle switch
        {
            Obstacle.Unapproved or Obstacle.Unowned => ReviewKind.Approve,
            Obstacle.Stranger or Obstacle.StrangersCi => ReviewKind.Vouch,
            Obstacle.Duplicate or Obstacle.OnHold => ReviewKind.Decide,
            _ => null,
        };
}

/// <summary>
/// Approve: read it. Vouch: read it before CI runs a stranger's code. Decide: it is held, and whoever may say so lets it go on.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReviewKind>))]
public enum ReviewKind
{
    Vouch,
    Approve,
    Decide,
}
