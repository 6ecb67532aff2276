using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>A hold has an owner, a reason, an end, and a way out.</summary>
public sealed class HoldsTests
{
    private static readonly PullSeen Queued = Pull.Seen().Labelled(Pull.Cy).Turned();

    [Theory]
    [InlineData("hold 3d because of the audit", 3 * 24)]
    [InlineData("hold 12h the release goes out", 12)]
    [InlineData("hold until the freeze is over", 7 * 24)]
    public void It_is_told_whose_it_is_why_and_until_when(string words, int hours)
    {
        var held = Queued.Said(Pull.Bo, "/sluice " + words, minute: 8);
        var plan = PullDecider.Decide(held);

        var until = held.Now.AddHours(hours);
        Assert.Equal(
            (PullState.Held, Code.Held, until),
            (plan.Next.Standing.State, plan.Next.Standing.Code, plan.Next.Standing.RetryAfter)
        );
        Assert.Equal(until, plan.WakeAt);
        Assert.Contains($"`bo` holds it until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}", plan.Next.Standing.Reason, StringComparison.Ordinal);
        var check = plan.Moves.OfType<PullMove.PutCheck>().Single();
        Assert.Contains("\"hold\":{\"by\":\"bo\",\"reason\":", check.Text, StringComparison.Ordinal);
        Assert.Contains($"\"until\":\"{until:yyyy-MM-dd'T'HH:mm:ss'Z'}\"", check.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"\"retry_after\":\"{until:yyyy-MM-dd'T'HH:mm:ss'Z'}\"",
            plan.Moves.OfType<PullMove.PutComment>().Single().Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_ends_by_itself_the_pull_goes_on_and_all_is_told()
    {
        var held = Queued.Said(Pull.Bo, "/sluice hold 3d because of the audit", minute: 8).Turned();
        var before = (held with { Now = Pull.Now.AddDays(3).AddSeconds(-1) }).Turned();
        Assert.Equal(PullState.Held, before.Ledger.Standing.State);

        var at = before with { Now = Pull.Now.AddDays(3) };
        var plan = PullDecider.Decide(at);

        Assert.Equal((Code.Queued, null), (plan.Next.Standing.Code, plan.Next.Hold));
        Assert.NotNull(plan.Next.Admission);
        var line = Assert.Single(plan.Journal, line => line.Kind == "hold_ended");
        Assert.Contains("`bo` held it (`of the audit`), and that ended by itself", line.Says, StringComparison.Ordinal);
        Assert.Contains(line.Says, plan.Moves.OfType<PullMove.PutComment>().Single().Body, StringComparison.Ordinal);
        Assert.Contains(line.Says, plan.Moves.OfType<PullMove.PutCheck>().Single().Text, StringComparison.Ordinal);

        var again = PullDecider.Decide(at.After(plan));
        Assert.DoesNotContain(again.Journal, line => line.Kind == "hold_ended");
        Assert.Empty(again.Moves);
    }

    [Fact]
    public void A_pull_that_nobody_queued_is_simply_free_again()
    {
        var held = Pull.Seen().Said(Pull.Bo, "/sluice hold 1h because I look at it").Turned();
        Assert.True(held.Ledger.IsAlive);

        var free = (held with { Now = Pull.Now.AddHours(1) }).Turned();
        Assert.Equal((PullState.Unqueued, false), (free.Ledger.Standing.State, free.Ledger.IsAlive));
        Assert.DoesNotContain("sluice/held", free.Pull.Labels);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_the_policy_asks_by_itself_it_does_as_soon_as_the_hold_is_over(bool byWord)
    {
        var auto = Pull.Seen() with { Policy = Policy.Default with { Queue = new QueuePolicy { Admit = [Admit.Auto] } } };
        var held = auto.Said(Pull.Bo, "/sluice hold 1h because I look at it").Turned();
        Assert.Equal((PullState.Held, null), (held.Ledger.Standing.State, held.Ledger.Request));

        var over = byWord ? held.Said(Pull.Bo, "/sluice release", minute: 9) : held with { Now = Pull.Now.AddHours(1) };

        Assert.NotNull(over.Turned().Ledger.Admission);
    }

    [Fact]
    public void A_new_hold_takes_the_place_of_the_old_one()
    {
        var held = Queued.Said(Pull.Bo, "/sluice hold 1h because of lunch", minute: 8).Turned();
        var longer = held.Said(Pull.Cy, "/sluice hold 2d because of the audit", minute: 9).Turned();

        Assert.Equal(("cy", Pull.Now.AddDays(2)), (longer.Ledger.Hold!.By.Login, longer.Ledger.Hold.Until));
        var over = (longer with { Now = Pull.Now.AddDays(2) }).Turned();
        Assert.Equal("cy", over.Ledger.HoldOver!.By.Login);
        Assert.Null(over.Said(Pull.Bo, "/sluice hold again", minute: 59).Turned().Ledger.HoldOver);
    }

    [Theory]
    [InlineData("/sluice hold 1m because I am quick")]
    [InlineData("/sluice hold 1m because I am quick\n/sluice release")]
    public void The_author_puts_no_other_hold_in_its_place(string words)
    {
        var held = Queued.Said(Pull.Bo, "/sluice hold 2d because of the audit", minute: 8).Turned();
        var plan = PullDecider.Decide(held.Said(Pull.Ada, words, minute: 9));

        Assert.Equal(("bo", Pull.Now.AddDays(2)), (plan.Next.Hold!.By.Login, plan.Next.Hold.Until));
        Assert.Equal("confused", plan.Next.Replies[^1].Reaction);
    }

    [Fact]
    public void The_author_may_make_their_own_longer()
    {
        var held = Queued.Said(Pull.Ada, "/sluice hold 1h because of lunch", minute: 8).Turned();

        Assert.Equal(Pull.Now.AddDays(2), held.Said(Pull.Ada, "/sluice hold 2d because of lunch", minute: 9).Turned().Ledger.Hold!.Until);
    }

    [Fact]
    public void To_close_and_reopen_does_not_lift_it()
    {
        var held = Queued.Said(Pull.Bo, "/sluice hold 2d because of the audit", minute: 8).Turned();
        var closed = held.With(pull => pull with { Open = false }).Turned();
        Assert.Equal((PullState.Left, Code.Closed), (closed.Ledger.Standing.State, closed.Ledger.Standing.Code));
        Assert.Empty(PullDecider.Decide(closed).Moves);

        var back = closed.With(pull => pull with { Open = true }).Said(Pull.Ada, "/sluice queue", minute: 59).Turned();
        Assert.Equal((PullState.Held, "bo"), (back.Ledger.Standing.State, back.Ledger.Hold?.By.Login));
    }

    [Fact]
    public void On_one_that_is_closed_it_ends_without_a_word()
    {
        var held = Queued.Said(Pull.Bo, "/sluice hold 2d because of the audit", minute: 8).Turned();
        var closed = held.With(pull => pull with { Open = false }).Turned();
        var plan = PullDecider.Decide(closed with { Now = Pull.Now.AddDays(2) });

        Assert.Equal((null, null, false), (plan.Next.Hold, plan.Next.HoldOver, plan.Next.IsAlive));
        Assert.Empty(plan.Journal);
        Assert.Empty(plan.Moves);
    }

    [Fact]
    public void One_from_before_holds_had_an_end_lasts_a_week_from_when_it_was_set()
    {
        var old = Queued.Ledger with { Hold = new Hold(Pull.Bo, "audit", Pull.Now) };

        Assert.Equal(PullState.Held, (Queued.From(old) with { Now = Pull.Now.AddDays(7).AddSeconds(-1) }).Turned().Ledger.Standing.State);
        Assert.Equal(Code.Queued, (Queued.From(old) with { Now = Pull.Now.AddDays(7) }).Turned().Ledger.Standing.Code);
    }
}
