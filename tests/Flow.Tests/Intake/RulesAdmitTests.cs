using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>Pulls that nobody asked for by hand: admitted by the policy, and the bot's own reverts.</summary>
public sealed class RulesAdmitTests
{
    private static readonly PullSeen Auto = Pull.Seen() with { Policy = Admitting(Admit.Auto) };

    private static readonly PullSeen Revert = Pull.Seen()
        .With(pull => pull with { Author = Pull.Self, HeadRef = "sluice/revert/0b0b0b0b0b0b" }) with
    {
        Revert = new RevertOf(true, false),
        Reviews = [],
    };

    [Fact]
    public void Auto_admits_as_soon_as_the_rules_are_met()
    {
        Assert.NotNull(PullDecider.Decide(Auto).Next.Admission);
        Assert.Null(PullDecider.Decide(Auto with { Reviews = [] }).Next.Request);
    }

    [Fact]
    public void Approved_wants_an_approval_even_where_none_is_needed()
    {
        var small = Pull.Seen() with
        {
            Policy = Admitting(Admit.Approved),
            Change = Pull.Seen().Change! with { Files = [new FileChange("readme.md", 1, 0)] },
        };

        Assert.NotNull(PullDecider.Decide(small).Next.Admission);
        Assert.Null(PullDecider.Decide(small with { Reviews = [] }).Next.Request);
    }

    [Fact]
    public void What_was_ejected_is_not_admitted_again_by_itself_until_a_push()
    {
        var ejected = (Auto.Turned() with { Lane = Pull.Word(PullState.Ejected, Code.ChecksFailed) }).Turned();
        Assert.Null(PullDecider.Decide(ejected).Next.Request);

        var pushed = ejected.Pushed() with { Reviews = [Pull.Approval(Pull.Bo, head: 2)] };
        Assert.Equal(2, PullDecider.Decide(pushed).Next.Admission!.Ticket);
    }

    [Fact]
    public void What_was_closed_is_admitted_when_it_is_open_again()
    {
        var closed = Auto.Turned().With(pull => pull with { Open = false }).Turned();
        Assert.Equal((Code.Closed, null), (closed.Ledger.Standing.Code, closed.Ledger.Request));

        Assert.Equal(2, closed.With(pull => pull with { Open = true }).Turned().Ledger.Admission?.Ticket);
    }

    [Fact]
    public void What_was_pushed_and_taken_back_to_the_head_before_is_admitted()
    {
        var queued = Auto.Turned();
        var pushed = (queued.Pushed() with { Reviews = [] }).Turned();
        Assert.Null(pushed.Ledger.Request);

        var back = pushed.Pushed(head: 1, minute: 40) with { Reviews = [Pull.Approval(Pull.Bo) with { At = Pull.Opened.AddMinutes(45) }] };
        Assert.NotNull(back.Turned().Ledger.Admission);
    }

    [Fact]
    public void What_was_put_out_and_closed_stays_out_when_it_is_open_again()
    {
        var ejected = (Auto.Turned() with { Lane = Pull.Word(PullState.Ejected, Code.ChecksFailed) }).Turned();
        var open = ejected.With(pull => pull with { Open = false }).Turned().With(pull => pull with { Open = true });

        Assert.Null(open.Turned().Ledger.Request);
    }

    [Fact]
    public void Where_the_policy_does_not_name_the_label_it_is_only_a_label()
    {
        var plan = PullDecider.Decide(Pull.Seen().Labelled(Pull.Ada) with { Policy = Admitting(Admit.Command) });

        Assert.Null(plan.Next.Request);
        Assert.Empty(Assert.Single(plan.Moves.OfType<PullMove.SetLabels>()).Remove);
    }

    [Fact]
    public void A_certain_revert_goes_first_by_itself_whatever_the_limits_and_the_band()
    {
        var plan = PullDecider.Decide(Revert with { OpenBefore = 99 });

        Assert.Equal((Priority.Revert, PullState.Queued), (plan.Next.Admission!.Priority, plan.Next.Standing.State));
        Assert.Contains("revert", Assert.Single(plan.Moves.OfType<PullMove.SetLabels>()).Add);
    }

    [Fact]
    public void On_another_lane_it_is_in_line_only_if_somebody_asked_and_behind_the_urgent()
    {
        var two = Policy.Default with { Queue = new QueuePolicy { Branches = ["main", "next"] } };
        var moved = (Revert with { Policy = two }).Turned().With(pull => pull with { Base = "next" }) with
        {
            Revert = null,
            Reviews = [Pull.Approval(Pull.Bo)],
        };
        Assert.Null(moved.Turned().Ledger.Request);

        var asked = (Revert with { Policy = two }).Turned().Said(Pull.Bo, "/sluice queue").Turned();
        Assert.Equal("main", asked.Ledger.Admission?.Base);
        var admission = (moved with { Ledger = asked.Ledger }).Turned().Ledger.Admission;
        Assert.Equal(("next", Priority.Normal), (admission?.Base, admission?.Priority));
    }

    [Fact]
    public void What_a_rule_of_one_lane_admits_is_not_admitted_to_another()
    {
        var moved = (Auto.Turned() with { Policy = Policy.Default with { Queue = new QueuePolicy { Branches = ["main", "next"] } } }).With(
            pull => pull with { Base = "next" }
        );

        Assert.Null(moved.Turned().Ledger.Request);
        Assert.Equal(PullState.Unqueued, moved.Turned().Ledger.Standing.State);
        Assert.NotNull((moved with { Policy = Auto.Policy }).With(pull => pull with { Base = "main" }).Turned().Ledger.Admission);
    }

    [Fact]
    public void An_uncertain_revert_waits_for_an_approval_and_says_so()
    {
        var unsure = Revert with { Revert = new RevertOf(false, true) };
        var plan = PullDecider.Decide(unsure);

        Assert.Equal(
            (PullState.Waiting, Code.NotApproved, NextAction.GetApproval),
            (plan.Next.Standing.State, plan.Next.Standing.Code, plan.Next.Standing.Next)
        );
        Assert.NotNull(PullDecider.Decide(unsure with { Reviews = [Pull.Approval(Pull.Bo)] }).Next.Admission);
    }

    [Fact]
    public void A_hand_queued_revert_keeps_its_priority() =>
        Assert.Equal(Priority.Revert, PullDecider.Decide(Revert.Said(Pull.Bo, "/sluice queue priority=low")).Next.Admission!.Priority);

    [Fact]
    public void A_pull_that_edits_the_policy_on_its_head_is_judged_by_the_bases()
    {
        var greedy = Pull.Seen().Labelled(Pull.Ada) with
        {
            Change = Pull.Seen().Change! with { Files = [new FileChange(".github/sluice.yml", 1, 1)] },
            Reviews = [],
        };

        Assert.Equal(Code.NotApproved, PullDecider.Decide(greedy).Next.Standing.Code);
    }

    [Fact]
    public void Aimed_at_another_lane_it_gets_another_ticket()
    {
        var queued = Pull.Seen().Labelled(Pull.Ada).Turned() with
        {
            Policy = Policy.Default with { Queue = new QueuePolicy { Branches = ["main", "next"] } },
        };
        var moved = PullDecider.Decide(queued.With(pull => pull with { Base = "next" }));

        Assert.Equal((2, "next"), (moved.Next.Admission!.Ticket, moved.Next.Admission.Base));
    }

    [Fact]
    public void What_is_urgent_has_no_limit()
    {
        var agents = Pull.Seen().With(pull => pull with { HeadRef = "claude/fix" }) with { OpenBefore = 21 };

        Assert.Null(PullDecider.Decide(agents.Said(Pull.Cy, "/sluice queue priority=high")).Next.Admission);
        Assert.NotNull(PullDecider.Decide(agents.Said(Pull.Cy, "/sluice queue priority=urgent", Permission.Maintain)).Next.Admission);
    }

    [Fact]
    public void A_limit_is_looked_at_again_by_itself()
    {
        var full = Pull.Seen().With(pull => pull with { HeadRef = "claude/fix" }).Labelled(Pull.Ada) with { OpenBefore = 21 };
        var plan = PullDecider.Decide(full);

        Assert.Equal(
            (Pull.Now.AddMinutes(10), Pull.Now.AddMinutes(10), 2),
            (plan.WakeAt!.Value, plan.Next.Standing.RetryAfter!.Value, plan.Next.Standing.Position)
        );
        Assert.Equal(
            PullState.Queued,
            PullDecider.Decide((full with { OpenBefore = 19, Now = Pull.Now.AddMinutes(10) }).From(plan.Next)).Next.Standing.State
        );
    }

    [Fact]
    public void Outside_it_is_told_its_place_and_when_to_come_back_and_nothing_is_written_while_only_the_place_moves()
    {
        var outside = CodesTests.Seen("outside").Turned();
        Assert.Equal((9, Pull.Now.AddMinutes(8)), (outside.Ledger.Standing.Position!.Value, outside.Ledger.Standing.RetryAfter!.Value));

        var moved = PullDecider.Decide(
            outside with
            {
                Now = Pull.Now.AddMinutes(1),
                Lane = outside.Lane! with { Position = 7, Because = "Another number.", Until = Pull.Now.AddMinutes(5) },
            }
        );
        Assert.Equal((7, Pull.Now.AddMinutes(8)), (moved.Next.Standing.Position!.Value, moved.Next.Standing.RetryAfter!.Value));
        Assert.Empty(moved.Moves);
    }

    [Fact]
    public void In_line_the_title_tells_the_place_and_when_it_lands_and_is_written_anew_when_half_of_those_ahead_are_gone()
    {
        var line = Pull.Seen().Labelled(Pull.Ada).Turned() with
        {
            Lane = Pull.Word(PullState.Queued, Code.Queued) with { Position = 9, Eta = TimeSpan.FromMinutes(42) },
        };
        var ninth = PullDecider.Decide(line);
        Assert.Equal("In line, number 9, lands about 10:45 UTC", Assert.Single(ninth.Moves.OfType<PullMove.PutCheck>()).Title);

        var waits = line.After(ninth);
        Assert.Empty(PullDecider.Decide(waits with { Lane = waits.Lane! with { Position = 8, Eta = TimeSpan.FromMinutes(30) } }).Moves);
        Assert.Equal(
            "In line, number 4, lands about 10:20 UTC",
            Assert
                .Single(
                    PullDecider
                        .Decide(waits with { Lane = waits.Lane! with { Position = 4, Eta = TimeSpan.FromMinutes(20) } })
                        .Moves.OfType<PullMove.PutCheck>()
                )
                .Title
        );
    }

    private static Policy Admitting(Admit admit) => Policy.Default with { Queue = new QueuePolicy { Admit = [admit] } };
}
