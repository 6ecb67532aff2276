using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

public sealed class ApprovalsTests
{
    private static readonly Policy Strict = Policy.Default with
    {
        Flow = new FlowPolicy { Approvals = new Approvals(Low: 0, Medium: 1, High: 2) },
    };

    private static readonly Change Large = Pull.Seen().Change! with
    {
        Files = [.. Enumerable.Range(0, 9).Select(n => new FileChange($"a{n}/b.py", 300, 20))],
    };

    private static readonly PullSeen Devin = Pull.Seen()
        .With(pull => pull with { Author = new Actor(158243242, "devin-ai-integration[bot]", ActorKind.Bot), Body = "Requested by: @cy" });

    [Fact]
    public void An_approval_counts_on_the_current_head_by_somebody_with_write_access_who_did_not_make_it()
    {
        var seen = Pull.Seen() with
        {
            Commits =
            [
                Pull.Seen().Commits[0],
                new CommitInfo(Pull.Head(3), "Dee", "8+dee@users.noreply.github.com", "noreply@github.com", "Tidy", Pull.Opened),
            ],
            Reviews =
            [
                Pull.Approval(Pull.Bo),
                Pull.Approval(Pull.Ada),
                Pull.Approval(Pull.Bot),
                Pull.Approval(new Actor(8, "dee-renamed")),
                Pull.Approval(new Actor(9, "reader"), Permission.Read),
                Pull.Approval(new Actor(10, "stale"), head: 2),
                Pull.Approval(Pull.Cy),
            ],
        };

        Assert.Equal(["bo", "cy"], Tally(seen).By);
    }

    [Fact]
    public void A_later_word_replaces_an_earlier_one_and_a_comment_does_not()
    {
        var approved = Pull.Approval(Pull.Bo);
        var commented = approved with { Id = 21, State = ReviewState.Commented, At = approved.At.AddMinutes(1) };
        var dismissed = approved with { Id = 22, State = ReviewState.Dismissed, At = approved.At.AddMinutes(2) };

        Assert.Equal(["bo"], Tally(Pull.Seen() with { Reviews = [approved, commented] }).By);
        Assert.Empty(Tally(Pull.Seen() with { Reviews = [approved, commented, dismissed] }).By);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void The_greater_of_the_branchs_rules_and_the_policy_decides(int branch, int need) =>
        Assert.Equal(need, Tally(Pull.Seen() with { Rules = BranchRules.None with { Approvals = branch } }).Need);

    [Fact]
    public void A_risky_change_needs_two() => Assert.Equal(2, Tally(Pull.Seen() with { Change = Large, Policy = Strict }).Need);

    [Fact]
    public void Accepting_the_risk_counts_as_an_approval_and_lowers_the_band_by_one()
    {
        var seen = Pull.Seen() with { Change = Large, Reviews = [] };
        var before = seen.Labelled(Pull.Ada).Turned();
        var after = before.Said(Pull.Cy, "/sluice accept-risk I ran it on staging", minute: 9).Turned();

        Assert.Equal((Code.NotApproved, Code.Queued), (before.Ledger.Standing.Code, after.Ledger.Standing.Code));
        Assert.True(after.Ledger.Admission!.Alone);
    }

    [Fact]
    public void An_accepted_risk_is_bound_to_its_head()
    {
        var accepted = (Pull.Seen() with { Change = Large, Reviews = [] })
            .Turned()
            .Said(Pull.Cy, "/sluice accept-risk fine", minute: 9)
            .Turned();
        var plan = PullDecider.Decide(accepted.Pushed().Said(Pull.Bo, "/sluice queue", minute: 40));

        Assert.Equal(Code.NotApproved, plan.Next.Standing.Code);
    }

    [Fact]
    public void An_accepted_risk_is_bound_to_who_said_it()
    {
        var accepted = (Pull.Seen() with { Change = Large, Reviews = [] })
            .Turned()
            .Said(Pull.Cy, "/sluice accept-risk I ran it", minute: 9)
            .Turned();
        var both = accepted with { Reviews = [Pull.Approval(Pull.Cy)] };

        Assert.Equal(new RiskAcceptance(Pull.Cy, Pull.Head(), "I ran it", accepted.Comments[0].Id), accepted.Ledger.Accepted);
        Assert.Equal(["cy"], ApprovalTally.Of(both, both.Ledger, both.Ledger.Assessment!).By);

        // Who commits to it afterwards stands for it no longer: authors do not count.
        var theirs = accepted with
        {
            Commits =
            [
                accepted.Commits[0],
                new CommitInfo(Pull.Head(), "Cy", "3+cy@users.noreply.github.com", "noreply@github.com", "Tidy", Pull.Opened),
            ],
        };
        var tally = ApprovalTally.Of(theirs, theirs.Ledger, theirs.Ledger.Assessment!);
        Assert.Equal((0, 2), (tally.By.Count, tally.Need));
    }

    [Fact]
    public void A_risk_is_accepted_while_who_accepted_it_may_write_and_the_words_stand()
    {
        var accepted = (Pull.Seen() with { Change = Large, Reviews = [] })
            .Turned()
            .Said(Pull.Cy, "/sluice accept-risk I ran it", minute: 9)
            .Turned();
        Assert.Equal((1, 1), Counts(accepted));

        var gone = accepted with { Comments = [accepted.Comments[0] with { Permission = Permission.Read }] };
        Assert.Equal((0, 2), Counts(gone));

        var deleted = (accepted with { Comments = [] }).Said(Pull.Cy, "Something else") with { Reviews = [] };
        Assert.Equal((0, 2), Counts(deleted with { Comments = [deleted.Comments[0] with { Id = 999 }] }));

        static (int, int) Counts(PullSeen seen) =>
            ApprovalTally.Of(seen, seen.Ledger, seen.Ledger.Assessment!) is var tally ? (tally.By.Count, tally.Need) : default;
    }

    [Theory]
    [InlineData("Cy", "3+cy@users.noreply.github.com", "noreply@github.com")]
    [InlineData("Ada", "ada@example.invalid", "cy@example.invalid")]
    public void Who_made_one_of_more_commits_than_are_told_does_not_approve_them(string author, string address, string committer)
    {
        var seen = Pull.Seen() with { Reviews = [Pull.Approval(Pull.Cy)] };

        Assert.Equal(["cy"], Tally(seen).By);
        Assert.Empty(Tally(seen with { Makers = [new Maker(author, address, committer)] }).By);
    }

    [Theory]
    [InlineData(3, "Requested by: @cy", "cy")]
    [InlineData(8, "", "dee")]
    public void Sponsors_and_committers_do_not_accept_the_risk_either(long id, string body, string login)
    {
        var dees = new CommitInfo(Pull.Head(), "Dee", "8+dee@users.noreply.github.com", "noreply@github.com", "Tidy", Pull.Opened);
        var seen = Devin.With(pull => pull with { Body = body }) with { Change = Large, Commits = [Pull.Seen().Commits[0], dees] };
        var plan = PullDecider.Decide(
            seen.Turned().Said(new Actor(id, login), "/sluice accept-risk trust me", Permission.Admin, minute: 9)
        );

        Assert.Null(plan.Next.Accepted);
        Assert.Equal("confused", Assert.Single(plan.Moves.OfType<PullMove.Answer>()).Reply.Reaction);
    }

    [Fact]
    public void The_author_does_not_accept_the_risk_of_their_own_change()
    {
        var plan = PullDecider.Decide(
            (Pull.Seen() with { Change = Large }).Turned().Said(Pull.Ada, "/sluice accept-risk trust me", Permission.Admin)
        );

        Assert.Null(plan.Next.Accepted);
    }

    [Fact]
    public void An_autonomous_agent_without_a_sponsor_who_stands_for_it_needs_one_more()
    {
        var by = new QueueRequest(Pull.Bo, Permission.Write, Pull.Head(), Priority.Normal, Pull.Now, true);

        Assert.Equal(2, Tally(Devin, by).Need);
        Assert.Equal(1, Tally(Devin, by with { By = Pull.Cy }).Need);
    }

    [Fact]
    public void The_sponsor_goes_on_standing_for_it_when_somebody_with_more_rights_asks_too()
    {
        var queued = (Devin with { Reviews = [Pull.Approval(Pull.Bo)] }).Turned().Said(Pull.Cy, "/sluice queue", minute: 5).Turned();
        Assert.NotNull(queued.Ledger.Admission);

        var again = queued.Said(new Actor(8, "dee"), "/sluice queue priority=high", Permission.Maintain, minute: 9).Turned();
        Assert.Equal(Priority.High, again.Ledger.Admission?.Priority);
    }

    [Fact]
    public void The_sponsor_stands_for_it_also_when_somebody_asked_before()
    {
        var queued = (Devin with { Reviews = [Pull.Approval(Pull.Bo)] }).Turned().Said(Pull.Ada, "/sluice queue", minute: 5).Turned();
        Assert.Equal((Code.NotApproved, null), (queued.Ledger.Standing.Code, queued.Ledger.Admission));

        Assert.NotNull(queued.Said(Pull.Cy, "/sluice queue", minute: 9).Turned().Ledger.Admission);
        Assert.Null(queued.Said(Pull.Cy, "/sluice queue", Permission.Triage, minute: 9).Turned().Ledger.Admission);
    }

    [Fact]
    public void The_sponsors_approval_does_not_count() => Assert.Empty(Tally(Devin with { Reviews = [Pull.Approval(Pull.Cy)] }).By);

    [Fact]
    public void A_defensive_repository_wants_two_and_a_batch_of_its_own()
    {
        var plan = PullDecider.Decide(
            Pull.Seen().Labelled(Pull.Ada) with
            {
                Policy = Policy.Default with { Mode = Mode.Defensive },
                Reviews = [Pull.Approval(Pull.Bo), Pull.Approval(Pull.Cy)],
            }
        );

        Assert.True(plan.Next.Admission!.Alone);
        Assert.Equal(2, Tally(Pull.Seen() with { Policy = Policy.Default with { Mode = Mode.Defensive } }).Need);
    }

    [Fact]
    public void A_defensive_path_wants_two_as_well()
    {
        var policy = Policy.Default with
        {
            Risk = new RiskPolicy { Floors = [new RiskFloor(["shop/**"], Band.Low, "money", Mode.Defensive)] },
        };

        Assert.Equal(2, Tally(Pull.Seen() with { Policy = policy }).Need);
    }

    [Theory]
    [InlineData(true, true, 0)]
    [InlineData(true, false, 2)]
    [InlineData(false, false, 2)]
    public void A_certain_revert_is_exempt_from_the_policy_and_from_the_branchs_reviews_only_if_the_policy_says_so(
        bool certain,
        bool skip,
        int need
    ) =>
        Assert.Equal(
            need,
            Tally(Pull.Seen() with { Rules = BranchRules.None with { Approvals = 2 }, Revert = new RevertOf(certain, skip) }).Need
        );

    private static ApprovalTally Tally(PullSeen seen, QueueRequest? request = null)
    {
        var ledger = PullDecider.Decide(seen).Next with { Request = request };
        return ApprovalTally.Of(seen, ledger, ledger.Assessment!);
    }
}
