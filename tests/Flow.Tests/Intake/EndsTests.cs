using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>How a request ends, and what is then taken away and shown.</summary>
public sealed class EndsTests
{
    private static readonly PullSeen Queued = Pull.Seen().Labelled(Pull.Ada).Turned();

    [Theory]
    [InlineData(Code.ChecksFailed, NextAction.FixAndPush, true)]
    [InlineData(Code.ChecksMissing, NextAction.AskMaintainer, true)]
    [InlineData(Code.MergeConflict, NextAction.Rebase, false)]
    [InlineData(Code.TimedOut, NextAction.QueueAgain, true)]
    [InlineData(Code.WorkflowPermission, NextAction.AskMaintainer, false)]
    public void What_the_lane_ejects_is_out_and_told_why(Code code, NextAction next, bool retryable)
    {
        var plan = PullDecider.Decide(Queued with { Lane = Pull.Word(PullState.Ejected, code) });

        Assert.Equal(
            (PullState.Ejected, code, next, retryable),
            (plan.Next.Standing.State, plan.Next.Standing.Code, plan.Next.Standing.Next, plan.Next.Standing.Retryable)
        );
        Assert.Equal((null, null, 1), (plan.Next.Request, plan.Next.Admission, plan.Next.Settled));
        Assert.Equal(CheckState.Failure, Assert.Single(plan.Moves.OfType<PullMove.PutCheck>()).State);
        Assert.Contains("queue", Assert.Single(plan.Moves.OfType<PullMove.SetLabels>()).Remove);
        Assert.Null(Assert.Single(plan.Moves.OfType<PullMove.PutComment>()).Id);
    }

    [Fact]
    public void The_label_that_is_still_on_after_an_ejection_does_not_queue_again()
    {
        var ejected = Queued with { Lane = Pull.Word(PullState.Ejected, Code.ChecksFailed) };
        var plan = PullDecider.Decide(ejected.From(PullDecider.Decide(ejected).Next));

        Assert.Null(plan.Next.Request);
    }

    [Fact]
    public void A_landing_is_a_success_and_keeps_its_commit()
    {
        var plan = PullDecider.Decide(Queued with { Lane = Pull.Word(PullState.Landed, Code.Landed) with { LandedSha = Pull.Head(9) } });

        Assert.Equal((PullState.Landed, Pull.Head(9), 1), (plan.Next.Standing.State, plan.Next.Standing.LandedSha, plan.Next.Settled));
        Assert.Equal(CheckState.Success, Assert.Single(plan.Moves.OfType<PullMove.PutCheck>()).State);
        Assert.Equal(["outcome"], plan.Journal.Select(line => line.Kind));
    }

    [Fact]
    public void A_landing_counts_even_when_the_pull_had_withdrawn()
    {
        var withdrawn = Queued.Said(Pull.Ada, "/sluice dequeue", minute: 6).Turned();
        var plan = PullDecider.Decide(withdrawn with { Lane = Pull.Word(PullState.Landed, Code.Landed) });

        Assert.Equal((PullState.Landed, 1), (plan.Next.Standing.State, plan.Next.Settled));
    }

    [Fact]
    public void What_its_lane_never_had_is_over_at_once()
    {
        var unread = (Pull.Seen() with { Change = null }).Labelled(Pull.Ada).Turned();
        Assert.True(unread.Ledger is { Ticket: 1, Admission: null, IsAlive: true });

        var closed = unread.With(pull => pull with { Open = false }).Turned();

        Assert.Equal((1, false), (closed.Ledger.Settled, closed.Ledger.IsAlive));
    }

    [Fact]
    public void What_its_lane_had_is_over_after_a_day()
    {
        var withdrawn = Queued.Said(Pull.Ada, "/sluice dequeue", minute: 6).Turned();
        Assert.True(withdrawn.Ledger.IsAlive);
        Assert.True((withdrawn with { Now = withdrawn.Now.AddHours(23) }).Turned().Ledger.IsAlive);

        var over = (withdrawn with { Now = withdrawn.Now.AddHours(24) }).Turned();

        Assert.Equal((1, false), (over.Ledger.Settled, over.Ledger.IsAlive));
    }

    [Fact]
    public void An_ejection_of_an_older_ticket_is_only_settled()
    {
        var again = Queued.Said(Pull.Ada, "/sluice dequeue", minute: 6).Turned().Said(Pull.Ada, "/sluice queue", minute: 7).Turned();
        var plan = PullDecider.Decide(again with { Lane = Pull.Word(PullState.Ejected, Code.ChecksFailed) });

        Assert.Equal((2, PullState.Queued), (plan.Next.Admission!.Ticket, plan.Next.Standing.State));
    }

    [Fact]
    public void A_push_leaves_the_queue_cancels_the_old_heads_check_and_says_on_the_new_one_what_to_do()
    {
        var pushed = Queued.Pushed() with { Shown = new Shown { Former = new ShownCheck(70, Queued.Shown.CheckDigest) } };
        var plan = PullDecider.Decide(pushed);

        Assert.Equal(
            (PullState.Left, Code.HeadMoved, Pull.Head()),
            (plan.Next.Standing.State, plan.Next.Standing.Code, plan.Next.Standing.Head)
        );
        var checks = plan.Moves.OfType<PullMove.PutCheck>().ToList();
        Assert.Equal(
            [(70, Pull.Head(), CheckState.Cancelled), (null, Pull.Head(2), CheckState.Neutral)],
            checks.Select(check => (check.Id, check.Head, check.State))
        );
        Assert.All(checks, check => Assert.Contains("`/sluice queue` puts it in line again.", check.Summary, StringComparison.Ordinal));
        Assert.Null(plan.Next.Admission);
        Assert.Empty(PullDecider.Decide(pushed.After(plan)).Moves);
    }

    [Fact]
    public void A_push_after_the_one_that_left_the_queue_is_told_nothing()
    {
        var left = (Queued.Pushed() with { Shown = new Shown { Former = new ShownCheck(70, Queued.Shown.CheckDigest) } }).Turned();

        Assert.Empty(
            PullDecider
                .Decide(left.Pushed(3) with { Shown = left.Shown with { CheckId = null, CheckDigest = null } })
                .Moves.OfType<PullMove.PutCheck>()
        );
    }

    [Fact]
    public void Where_the_policy_asks_for_the_new_head_at_once_the_old_heads_check_is_cancelled_all_the_same()
    {
        var auto = Queued with { Policy = Policy.Default with { Queue = new QueuePolicy { Admit = [Admit.Auto] } } };
        var pushed = auto.Pushed() with
        {
            Reviews = [Pull.Approval(Pull.Bo, head: 2)],
            Shown = new Shown { Former = new ShownCheck(70, Queued.Shown.CheckDigest) },
        };
        var plan = PullDecider.Decide(pushed);

        Assert.Equal(
            [(Pull.Head(), CheckState.Cancelled), (Pull.Head(2), CheckState.Queued)],
            plan.Moves.OfType<PullMove.PutCheck>().Select(move => (move.Head, move.State))
        );
        Assert.Null(pushed.After(plan).Turned().Ledger.OldHead);
    }

    [Fact]
    public void A_label_that_was_put_on_before_a_push_queues_nothing_and_is_answered()
    {
        var known = Pull.Seen().Turned();
        var plan = PullDecider.Decide(known.Labelled(Pull.Ada, minute: 5).Pushed(minute: 30));

        Assert.Equal((PullState.Left, Code.HeadMoved, null), (plan.Next.Standing.State, plan.Next.Standing.Code, plan.Next.Request));
        Assert.Contains("queue", Assert.Single(plan.Moves.OfType<PullMove.SetLabels>()).Remove);
    }

    [Fact]
    public void After_a_push_it_can_be_asked_for_again_with_a_new_ticket_and_a_new_check_run()
    {
        var pushed = Queued.Pushed() with { Shown = new Shown() };
        var plan = PullDecider.Decide(
            pushed.Turned().Said(Pull.Bo, "/sluice queue", minute: 40) with
            {
                Reviews = [Pull.Approval(Pull.Bo, head: 2)],
            }
        );

        Assert.Equal((2, Pull.Head(2)), (plan.Next.Admission!.Ticket, plan.Next.Admission.Head));
        Assert.Null(Assert.Single(plan.Moves.OfType<PullMove.PutCheck>()).Id);
    }

    [Fact]
    public void A_retry_on_the_same_head_opens_a_new_check_run_and_keeps_the_comment()
    {
        var ejected = (Queued with { Lane = Pull.Word(PullState.Ejected, Code.ChecksFailed) }).Turned();
        var plan = PullDecider.Decide(ejected.Said(Pull.Bo, "/sluice retry", minute: 20));

        Assert.Equal(2, plan.Next.Admission!.Ticket);
        Assert.Null(Assert.Single(plan.Moves.OfType<PullMove.PutCheck>()).Id);
        Assert.Equal(80, Assert.Single(plan.Moves.OfType<PullMove.PutComment>()).Id);
    }

    /// <summary>
    /// Also who was put out with others: it may have been their failure, and in company the next red build would put it out again.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_failed_and_is_asked_for_again_is_expected_to_fail_as_much_as_not(bool pair)
    {
        var word = Pull.Word(PullState.Ejected, Code.ChecksFailed) with { With = pair ? [7] : [] };
        var ejected = (Queued with { Lane = word }).Turned();
        var again = PullDecider.Decide(ejected.Said(Pull.Bo, "/sluice retry", minute: 20)).Next.Admission!;

        Assert.Equal(0.5, again.Fails);
        Assert.True(again.Returned);
    }

    [Fact]
    public void Closing_leaves_the_queue()
    {
        var plan = PullDecider.Decide(Queued.With(pull => pull with { Open = false }));

        Assert.Equal((PullState.Left, Code.Closed), (plan.Next.Standing.State, plan.Next.Standing.Code));
    }

    [Fact]
    public void Taking_the_label_off_leaves_the_queue()
    {
        var plan = PullDecider.Decide(
            Queued.With(pull => pull with { Labels = ["risk/medium"] }) with
            {
                LabelEvents = [new LabelEvent("queue", false, Pull.Bo, Pull.Opened.AddMinutes(9))],
            }
        );

        Assert.Equal((PullState.Left, Code.Dequeued), (plan.Next.Standing.State, plan.Next.Standing.Code));
    }

    [Fact]
    public void A_merge_that_GitHub_tells_of_before_the_lane_waits_for_the_lane()
    {
        var merged = Queued.With(pull => pull with { Open = false, Merged = true, MergeCommit = Pull.Head(9), Updated = Pull.Now });
        var plan = PullDecider.Decide(merged);

        Assert.Equal((PullState.Queued, Pull.Now.AddMinutes(2)), (plan.Next.Standing.State, plan.WakeAt!.Value));
        Assert.NotNull(plan.Next.Admission);
    }

    [Fact]
    public void A_merge_that_no_lane_tells_of_was_somebody_elses()
    {
        var merged = Queued.With(pull => pull with { Open = false, Merged = true, MergeCommit = Pull.Head(9), Updated = Pull.Now });
        var plan = PullDecider.Decide(merged with { Now = Pull.Now.AddMinutes(3) });

        Assert.Equal((PullState.Landed, Pull.Head(9)), (plan.Next.Standing.State, plan.Next.Standing.LandedSha));
        Assert.Equal("merged", Assert.Single(plan.Journal, line => line.Kind != "outcome").Kind);
        Assert.Null(plan.Next.Admission);
    }

    [Fact]
    public void What_the_lane_tells_of_late_was_its_landing_after_all()
    {
        var merged = Queued.With(pull => pull with { Open = false, Merged = true, MergeCommit = Pull.Head(9), Updated = Pull.Now }) with
        {
            Now = Pull.Now.AddMinutes(3),
        };
        var late = merged.Turned() with
        {
            Lane = Pull.Word(PullState.Landed, Code.Landed) with { Batch = null, LandedSha = Pull.Head(9) },
            Now = Pull.Now.AddMinutes(4),
        };

        var plan = PullDecider.Decide(late);

        Assert.StartsWith("It landed on `main`", plan.Next.Standing.Reason, StringComparison.Ordinal);
        Assert.StartsWith("It landed on `main`", Assert.Single(plan.Moves.OfType<PullMove.PutCheck>()).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_merge_is_nobody_elses_while_the_lane_has_it_in_line_however_long_ago_it_was()
    {
        var merged = (Queued with { Lane = Pull.Word(PullState.Testing, Code.Testing) }).With(pull =>
            pull with
            {
                Open = false,
                Merged = true,
                MergeCommit = Pull.Head(9),
                Updated = Pull.Now,
            }
        );
        var late = merged with { Now = Pull.Now.AddHours(1) };

        var plan = PullDecider.Decide(late);
        Assert.Equal(
            (PullState.Queued, late.Now.AddMinutes(2)),
            (PullDecider.Decide(late with { Ledger = plan.Next }).Next.Standing.State, plan.WakeAt!.Value)
        );
        Assert.DoesNotContain(plan.Journal, line => line.Kind == "merged");

        var dropped = PullDecider.Decide(late.After(plan) with { Lane = null });
        Assert.Equal("merged", Assert.Single(dropped.Journal, line => line.Kind != "outcome").Kind);
    }

    [Fact]
    public void What_was_ejected_and_then_merged_by_hand_is_told_as_merged()
    {
        var ejected = (Queued with { Lane = Pull.Word(PullState.Ejected, Code.ChecksFailed) }).Turned();
        var merged = PullDecider.Decide(ejected.With(pull => pull with { Open = false, Merged = true, MergeCommit = Pull.Head(9) }));

        Assert.Equal((PullState.Landed, Pull.Head(9)), (merged.Next.Standing.State, merged.Next.Standing.LandedSha));
    }

    [Fact]
    public void A_conflict_with_what_landed_meanwhile_is_the_lanes_to_find() =>
        Assert.NotNull(PullDecider.Decide(Queued with { Conflicts = true }).Next.Admission);

    [Fact]
    public void A_merge_of_what_nobody_queued_is_nobodys_business() =>
        Assert.Empty(PullDecider.Decide(Pull.Seen().With(pull => pull with { Open = false, Merged = true })).Moves);
}
