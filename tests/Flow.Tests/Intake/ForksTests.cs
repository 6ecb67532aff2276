using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Ci;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>A fork's code runs with the repository's secrets only when somebody with the right asked for that very commit.</summary>
public sealed class ForksTests
{
    private static readonly PullSeen Fork = Pull.Seen().With(pull => pull with { HeadRepo = 555, Author = new Actor(50, "stranger") });

    private static readonly Policy Two = Policy.Default with { Queue = new QueuePolicy { Branches = ["main", "next"] } };

    [Fact]
    public void Write_access_admits_a_fork() =>
        Assert.NotNull(PullDecider.Decide(Fork.Turned().Said(Pull.Bo, "/sluice queue")).Next.Admission);

    [Fact]
    public void A_fork_that_was_deleted_is_still_a_fork() =>
        Assert.Null(
            PullDecider
                .Decide(Fork.With(pull => pull with { HeadRepo = null }).Turned().Labelled(Pull.Bo, Permission.Triage))
                .Next.Admission
        );

    [Fact]
    public void Triage_puts_the_label_on_and_that_is_not_enough()
    {
        var plan = PullDecider.Decide(Fork.Turned().Labelled(Pull.Bo, Permission.Triage));

        Assert.Equal(
            (PullState.Waiting, Code.NotApproved, NextAction.AskMaintainer),
            (plan.Next.Standing.State, plan.Next.Standing.Code, plan.Next.Standing.Next)
        );
        Assert.Null(plan.Next.Admission);
    }

    [Fact]
    public void A_word_of_somebody_with_write_access_then_vouches_for_it()
    {
        var labelled = Fork.Turned().Labelled(Pull.Bo, Permission.Triage).Turned();

        Assert.NotNull(PullDecider.Decide(labelled.Said(Pull.Cy, "/sluice queue", minute: 9)).Next.Admission);
    }

    [Theory]
    [InlineData(Admit.Auto)]
    [InlineData(Admit.Approved)]
    public void No_rule_admits_a_fork(Admit admit) =>
        Assert.Null(
            PullDecider.Decide(Fork with { Policy = Policy.Default with { Queue = new QueuePolicy { Admit = [admit] } } }).Next.Request
        );

    [Fact]
    public void A_push_after_the_word_asks_again()
    {
        var queued = Fork.Turned().Said(Pull.Bo, "/sluice queue").Turned();
        var plan = PullDecider.Decide(queued.Pushed() with { Reviews = [Pull.Approval(Pull.Bo, head: 2)] });

        Assert.Equal((PullState.Left, Code.HeadMoved), (plan.Next.Standing.State, plan.Next.Standing.Code));
        Assert.Null(plan.Next.Request);
    }

    [Fact]
    public void Its_author_does_not_take_the_word_along_to_another_lane()
    {
        var queued = Fork.Turned().Said(Pull.Bo, "/sluice queue").Turned();
        Assert.NotNull(queued.Ledger.Admission);

        var moved = (queued with { Policy = Two }).With(pull => pull with { Base = "next" }).Turned();
        Assert.Equal((Code.NotApproved, null), (moved.Ledger.Standing.Code, moved.Ledger.Admission));

        Assert.NotNull(moved.With(pull => pull with { Base = "main" }).Turned().Ledger.Admission);
        Assert.Equal("next", moved.Said(Pull.Cy, "/sluice queue", minute: 9).Turned().Ledger.Admission?.Base);
    }

    [Fact]
    public void Nor_does_the_word_count_that_was_said_before_and_is_heard_after()
    {
        var moved = (Fork.Turned() with { Policy = Two }).With(pull => pull with { Base = "next", Updated = Pull.Opened.AddMinutes(6) });

        Assert.Null(moved.Said(Pull.Bo, "/sluice queue", minute: 5).Turned().Ledger.Admission);
        Assert.NotNull(moved.Said(Pull.Bo, "/sluice queue", minute: 7).Turned().Ledger.Admission);
    }

    [Fact]
    public void A_push_that_came_between_the_word_and_the_look_is_not_vouched_for()
    {
        var pushed = Fork.Turned().Pushed(minute: 6) with { Reviews = [Pull.Approval(Pull.Bo, head: 2)] };
        var plan = PullDecider.Decide(pushed.Said(Pull.Bo, "/sluice queue", minute: 5));

        Assert.Null(plan.Next.Admission);
        Assert.Contains("head has moved", Assert.Single(plan.Next.Replies).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_push_in_the_very_second_of_the_word_is_not_vouched_for() =>
        Assert.Null(PullDecider.Decide(Fork.Turned().Pushed(minute: 5).Said(Pull.Bo, "/sluice queue", minute: 5)).Next.Admission);

    [Theory]
    [InlineData(Permission.Write, false)]
    [InlineData(Permission.Maintain, true)]
    [InlineData(Permission.Admin, true)]
    public void What_CI_runs_is_vouched_for_by_a_maintainer(Permission permission, bool admitted)
    {
        var fork = Fork with { Ci = new CiTouch(["ci/test.sh"]) };

        Assert.Equal(admitted, PullDecider.Decide(fork.Turned().Said(Pull.Bo, "/sluice queue", permission)).Next.Admission is not null);
    }

    [Fact]
    public void Before_what_CI_runs_was_looked_for_nothing_is_admitted()
    {
        var plan = PullDecider.Decide((Fork with { Ci = null }).Turned().Said(Pull.Bo, "/sluice queue", Permission.Admin));

        Assert.NotNull(plan.Next.Request);
        Assert.Null(plan.Next.Admission);
    }

    [Fact]
    public void A_maintainer_does_not_vouch_for_their_own_fork_but_another_does_so_afterwards()
    {
        var own = Fork.With(pull => pull with { Author = Pull.Cy }) with { Ci = new CiTouch(["ci/test.sh"]) };
        var asked = own.Turned().Said(Pull.Cy, "/sluice queue", Permission.Admin).Turned();

        Assert.Equal((Code.NotApproved, null), (asked.Ledger.Standing.Code, asked.Ledger.Admission));
        Assert.NotNull(PullDecider.Decide(asked.Said(Pull.Bo, "/sluice queue", Permission.Admin, minute: 9)).Next.Admission);
    }

    [Fact]
    public void Where_nobody_knows_what_CI_runs_it_says_so()
    {
        var fork = Fork with { Ci = new CiTouch(["docs/a.md"], true) };

        Assert.Contains(
            "can be read here",
            PullDecider.Decide(fork.Turned().Said(Pull.Bo, "/sluice queue")).Next.Standing.Reason,
            StringComparison.Ordinal
        );
    }
}
