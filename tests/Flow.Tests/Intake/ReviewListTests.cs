using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Intake.Reviewing;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>What waits for people, and in which order.</summary>
public sealed class ReviewListTests
{
    private static readonly PullSeen Unapproved = Pull.Seen() with { Reviews = [], Rules = BranchRules.None with { Approvals = 1 } };

    [Fact]
    public void A_pull_without_its_approvals_waits_for_somebody_to_read_it_queued_or_not()
    {
        var unqueued = Unapproved.Turned().Ledger;
        var queued = Unapproved.Labelled(Pull.Ada).Turned().Ledger;

        Assert.Equal((ReviewKind.Approve, 15, Pull.Now), (unqueued.Review!.Kind, unqueued.Review.Lines, unqueued.Review.Since));
        Assert.StartsWith("It needs 1 approval", unqueued.Review.Asks, StringComparison.Ordinal);
        Assert.Equal(ReviewKind.Approve, queued.Review!.Kind);
    }

    [Fact]
    public void What_meets_every_rule_and_what_its_author_has_to_mend_waits_for_nobody()
    {
        Assert.Null(Pull.Seen().Turned().Ledger.Review);
        Assert.Null(Pull.Seen().Labelled(Pull.Ada).Turned().Ledger.Review);
        Assert.Null(Unapproved.With(pull => pull with { Draft = true }).Turned().Ledger.Review);
        Assert.Null((Unapproved with { Conflicts = true }).Turned().Ledger.Review);
        Assert.Null(
            (Unapproved with { Reviews = [Pull.Approval(Pull.Bo) with { State = ReviewState.ChangesRequested }] }).Turned().Ledger.Review
        );
        Assert.Null((Unapproved with { Change = null }).Turned().Ledger.Review);
        Assert.Null(Unapproved.Turned().With(pull => pull with { Open = false, Updated = Pull.Now }).Turned().Ledger.Review);
    }

    [Fact]
    public void A_strangers_head_waits_to_be_vouched_for_and_what_is_held_for_a_decision()
    {
        var fork = Pull.Seen().With(pull => pull with { HeadRepo = 555 });
        Assert.Equal(ReviewKind.Vouch, fork.Turned().Ledger.Review!.Kind);
        Assert.Equal(ReviewKind.Vouch, (fork with { Reviews = [], Rules = Unapproved.Rules }).Turned().Ledger.Review!.Kind);
        Assert.Equal(ReviewKind.Decide, Pull.Seen().Said(Pull.Bo, "/sluice hold 1d because I look at it").Turned().Ledger.Review!.Kind);

        var print = new Fingerprint(Pull.Head(), "main", "ada", false, "aa", null, []);
        var twin = Pull.Seen() with
        {
            Print = print,
            Twin = new Twin(7, TwinKind.Change, false),
            Ledger = PullLedger.New with { Print = print },
        };
        Assert.Equal(ReviewKind.Decide, twin.Turned().Ledger.Review!.Kind);
    }

    [Fact]
    public void It_waits_since_it_first_did_so_on_this_head()
    {
        var later = (Unapproved.Turned() with { Now = Pull.Now.AddHours(3) }).Turned();
        Assert.Equal(Pull.Now, later.Ledger.Review!.Since);
        Assert.Equal(Pull.Now.AddHours(3), later.Pushed(minute: 200).Turned().Ledger.Review!.Since);
    }

    [Fact]
    public void Most_expected_harm_for_each_line_comes_first_then_who_waits_longest_and_what_is_held_last()
    {
        var list = ReviewList.Of([
            Item(1, 0.5, 999, 0),
            Item(2, 0.1, 9, 5),
            Item(3, 0.1, 9, 1),
            Item(4, 0.9, 0, 9, ReviewKind.Decide),
            Item(5, 0.02, 0, 9, ReviewKind.Vouch),
            Item(6, 0.1, 9, 1),
        ]);

        Assert.Equal([5, 3, 6, 2, 1, 4], list.Select(item => item.Number));
        Assert.Equal(0.01, list[1].HarmPerLine, 12);
    }

    private static ReviewItem Item(int number, double score, int lines, int minute, ReviewKind kind = ReviewKind.Approve) =>
        new(
            number,
            new ReviewNeed(kind, Pull.Head(), lines, Pull.Now.AddMinutes(minute)),
            new Assessment(Pull.Head(), OriginAssessment.None, new RiskAssessment(Band.Low, score, score, []))
        );
}
