using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

public sealed class OwnerReviewsTests
{
    private static readonly BranchRules Demanding = BranchRules.None with { CodeOwners = true };

    [Fact]
    public void Without_an_owners_approval_it_waits_and_says_whose_is_missing_for_what()
    {
        var seen = Owned(new Owned(["@cy", "@acme/pay"], "shop/price.py", 3)).Labelled(Pull.Ada).Turned();

        Assert.Equal(
            (PullState.Waiting, Code.NotApproved, NextAction.GetApproval),
            (seen.Ledger.Standing.State, seen.Ledger.Standing.Code, seen.Ledger.Standing.Next)
        );
        Assert.Contains("`shop/price.py` and 2 more (`@cy` or `@acme/pay`)", seen.Ledger.Standing.Reason, StringComparison.Ordinal);
        Assert.Null(seen.Ledger.Admission);
    }

    [Theory]
    [InlineData("@bo", true)]
    [InlineData("@BO", true)]
    [InlineData("@cy", false)]
    [InlineData("@acme/pay", true)]
    [InlineData("@acme/other", false)]
    [InlineData("bo@acme.example", true)]
    [InlineData("cy@acme.example", false)]
    public void Whoever_approved_stands_for_a_login_a_team_and_an_address(string owner, bool isMet)
    {
        var seen = Owned(new Owned([owner], "a", 1));
        seen = seen with
        {
            Owners = seen.Owners! with { Stands = [new StandsFor("@acme/pay", "bo"), new StandsFor("bo@acme.example", "bo")] },
        };

        Assert.Equal(isMet, seen.Labelled(Pull.Ada).Turned().Ledger.Standing.Code == Code.Queued);
    }

    [Theory]
    [InlineData("@Acme/Pay")]
    [InlineData("@GONE")]
    public void A_name_that_another_line_spells_in_another_case_is_the_same(string owner)
    {
        var seen = Owned(new Owned([owner], "a", 1));
        seen = seen with { Owners = seen.Owners! with { Stands = [new StandsFor("@acme/pay", "bo")], Barred = ["@gone"] } };

        Assert.Equal(Code.Queued, seen.Labelled(Pull.Ada).Turned().Ledger.Standing.Code);
    }

    [Fact]
    public void Every_part_of_the_change_needs_an_owner_of_its_own()
    {
        var seen = Owned(new Owned(["@bo"], "a", 1), new Owned(["@cy"], "b", 1));

        Assert.Equal(Code.NotApproved, seen.Labelled(Pull.Ada).Turned().Ledger.Standing.Code);
        Assert.Equal(
            Code.Queued,
            (seen with { Reviews = [Pull.Approval(Pull.Bo), Pull.Approval(Pull.Cy)] }).Labelled(Pull.Ada).Turned().Ledger.Standing.Code
        );
    }

    [Fact]
    public void An_author_who_owns_it_does_not_approve_it_himself() =>
        Assert.Equal(
            Code.NotApproved,
            (Owned(new Owned(["@ada"], "a", 1)) with { Reviews = [Pull.Approval(Pull.Ada), Pull.Approval(Pull.Bo)] })
                .Labelled(Pull.Ada)
                .Turned()
                .Ledger.Standing.Code
        );

    [Theory]
    [InlineData(false, Code.Queued)]
    [InlineData(true, Code.NotApproved)]
    public void An_owners_approval_of_an_older_head_counts_unless_the_branch_dismisses_those(bool dismisses, Code code)
    {
        var seen = Owned(new Owned(["@cy"], "a", 1)) with
        {
            Rules = Demanding with { DismissStale = dismisses },
            Reviews = [Pull.Approval(Pull.Bo), Pull.Approval(Pull.Cy, head: 9)],
        };

        Assert.Equal(code, seen.Labelled(Pull.Ada).Turned().Ledger.Standing.Code);
    }

    [Fact]
    public void An_owner_who_may_not_write_owns_nothing_as_on_GitHub()
    {
        var seen = Owned(new Owned(["@gone"], "a", 1));

        Assert.Equal(
            Code.Queued,
            (seen with { Owners = seen.Owners! with { Barred = ["@gone"] } }).Labelled(Pull.Ada).Turned().Ledger.Standing.Code
        );
    }

    [Fact]
    public void A_team_that_cannot_be_seen_is_told_with_the_way_out()
    {
        var seen = Owned(new Owned(["@acme/pay"], "a", 1));
        seen = (seen with { Owners = seen.Owners! with { Unseen = ["@acme/pay"] } }).Labelled(Pull.Ada).Turned();

        Assert.Contains("*Members: read*", seen.Ledger.Standing.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_branch_does_not_ask_nobody_is_asked() =>
        Assert.Equal(
            Code.Queued,
            (Owned(new Owned(["@cy"], "a", 1)) with { Rules = BranchRules.None }).Labelled(Pull.Ada).Turned().Ledger.Standing.Code
        );

    [Fact]
    public void A_pull_that_is_in_its_lane_comes_out_again_when_the_owner_takes_the_approval_back()
    {
        var seen = Owned(new Owned(["@bo"], "a", 1)).Labelled(Pull.Ada).Turned();
        Assert.NotNull(seen.Ledger.Admission);

        var taken = (seen with { Reviews = [Pull.Approval(Pull.Bo) with { State = ReviewState.Dismissed }] }).Turned();
        Assert.Equal((Code.NotApproved, null), (taken.Ledger.Standing.Code, taken.Ledger.Admission));
    }

    private static PullSeen Owned(params Owned[] parts) =>
        Pull.Seen() with
        {
            Rules = Demanding,
            Owners = new OwnersSeen(parts.ToRow(), [], [], []),
        };
}
