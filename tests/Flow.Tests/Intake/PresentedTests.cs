using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>An approval is of what GitHub showed of the head, and of nothing that came along since.</summary>
public sealed class PresentedTests
{
    private static readonly CommitInfo Own = Pull.Seen().Commits[0];

    private static readonly CommitInfo Below = Own with { Sha = Pull.Head(9) };

    /// <summary>Aimed at a branch that holds what is below it, and approved there.</summary>
    private static PullSeen Upon { get; } = Pull.Seen().With(pull => pull with { Base = "work" }) with { Reviews = [] };

    [Fact]
    public void What_was_approved_on_another_branch_was_approved_of_less_where_it_brings_more_on_this_one()
    {
        var aimed = Aim((Upon.Turned() with { Reviews = [Pull.Approval(Pull.Bo)] }).Turned()).Turned();

        Assert.Equal((0, "bo"), (Tally(aimed).By.Count, Assert.Single(Tally(aimed).OfLess)));
        Assert.Equal(Code.NotApproved, aimed.Labelled(Pull.Ada, minute: 40).Turned().Ledger.Standing.Code);

        var again = aimed with { Reviews = [Pull.Approval(Pull.Bo) with { At = Pull.Opened.AddMinutes(31) }] };
        Assert.Equal(["bo"], Tally(again.Turned()).By);
    }

    [Fact]
    public void What_brings_no_more_on_another_branch_stays_approved()
    {
        var aimed = (Upon with { Reviews = [Pull.Approval(Pull.Bo)] })
            .Turned()
            .With(pull => pull with { Base = "main", Updated = Pull.Opened.AddMinutes(30) });

        Assert.Equal(["bo"], Tally(aimed.Turned()).By);
    }

    [Fact]
    public void Whose_base_landed_below_it_brings_less_and_stays_approved()
    {
        var whole = Pull.Seen() with { Commits = [Below, Own] };

        Assert.Equal(["bo"], Tally((whole.Turned() with { Commits = [Own] }).Turned()).By);
    }

    [Fact]
    public void What_its_branch_took_back_and_it_brings_itself_was_not_approved()
    {
        var shown = Upon.Turned();
        var more = (shown with { Commits = [Below, Own], Reviews = [Pull.Approval(Pull.Bo) with { At = Pull.Now }] }).Turned();

        Assert.Empty(Tally(more).By);
    }

    [Fact]
    public void What_GitHub_does_not_show_nobody_approves()
    {
        var hidden = Upon with { Aim = "work", Commits = [Below, Own], OnPage = [Own.Sha], Reviews = [Pull.Approval(Pull.Bo)] };

        Assert.Empty(Tally(hidden.Turned()).By);
    }

    [Fact]
    public void What_is_made_over_without_what_it_was_built_on_stays_approved_though_GitHub_shows_more()
    {
        var upper = Pull.Seen() with { Aim = "work", OnPage = [Own.Sha], Upon = Below.Sha };
        var aimed = (upper.Turned() with { Aim = null, OnPage = [Below.Sha, Own.Sha] }).Turned();

        Assert.Equal(["bo"], Tally(aimed).By);
    }

    [Fact]
    public void A_head_that_was_left_and_comes_back_is_approved_anew()
    {
        var first = Upon.Turned() with { Reviews = [Pull.Approval(Pull.Bo)] };
        var back = Aim(first.Turned().Pushed(2, minute: 20).Turned()).Pushed(1, minute: 40).Turned();

        Assert.Empty(Tally(back).By);
        Assert.Equal(
            ["bo"],
            Tally((back with { Reviews = [Pull.Approval(Pull.Bo) with { At = Pull.Opened.AddMinutes(41) }] }).Turned()).By
        );
    }

    [Fact]
    public void What_was_pushed_over_too_often_to_be_remembered_is_taken_to_come_back()
    {
        var seen = Upon.Turned() with { Reviews = [Pull.Approval(Pull.Bo)] };
        foreach (var n in Enumerable.Range(2, 25))
        {
            seen = seen.Pushed(n, minute: 10 + n).Turned();
        }

        Assert.Empty(Tally(Aim(seen).Pushed(1, minute: 40).Turned()).By);
        Assert.Equal(20, seen.Ledger.HeadSeen!.Former.Count);
    }

    [Fact]
    public void A_head_that_is_new_may_be_approved_in_the_second_of_the_one_before_it()
    {
        var pushed = Upon.Turned().Pushed(2, minute: 0) with { Reviews = [Pull.Approval(Pull.Bo, head: 2) with { At = Pull.Opened }] };

        Assert.Equal(["bo"], Tally(pushed.Turned()).By);
    }

    [Fact]
    public void A_risk_that_was_accepted_was_accepted_of_no_more_either()
    {
        var accepted = Upon.Turned().Said(Pull.Cy, "/sluice accept-risk fine", minute: 9).Turned();
        Assert.Equal(["cy"], Tally(accepted).By);

        Assert.Empty(Tally(Aim(accepted).Turned()).By);
    }

    [Fact]
    public void Where_more_commits_come_than_git_tells_it_is_told_by_where_they_begin()
    {
        var many = Enumerable.Range(1, 250).Select(n => Own with { Sha = new Sha($"{n:x40}") }).ToRow();
        var wide = Upon with { Commits = many, Reviews = [Pull.Approval(Pull.Bo)] };
        Assert.Equal(["bo"], Tally(wide.Turned()).By);

        var wider = wide.Turned() with { Change = wide.Change! with { MergeBase = Pull.Head(99) } };
        Assert.Empty(Tally(wider.Turned()).By);
    }

    private static PullSeen Aim(PullSeen seen) =>
        seen.With(pull => pull with { Base = "main", Updated = Pull.Opened.AddMinutes(30) }) with
        {
            Commits = [Below, .. seen.Commits],
        };

    private static ApprovalTally Tally(PullSeen seen) => ApprovalTally.Of(seen, seen.Ledger, seen.Ledger.Assessment!);
}
