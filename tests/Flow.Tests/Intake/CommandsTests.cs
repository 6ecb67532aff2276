using Sluice.Flow.Intake;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>Who may say what, and what comes of it.</summary>
public sealed class CommandsTests
{
    private static readonly PullSeen Queued = Pull.Seen().Labelled(Pull.Cy).Turned();

    [Theory]
    [InlineData("queue", Permission.Triage, "confused")]
    [InlineData("queue", Permission.Write, "+1")]
    [InlineData("retry", Permission.Write, "+1")]
    [InlineData("retry", Permission.Read, "confused")]
    [InlineData("hold for the audit", Permission.Read, "confused")]
    [InlineData("hold for the audit", Permission.Write, "+1")]
    [InlineData("release", Permission.Write, "confused")]
    [InlineData("dequeue", Permission.Write, "confused")]
    [InlineData("accept-risk I know this code", Permission.Write, "+1")]
    [InlineData("accept-risk I know this code", Permission.Triage, "confused")]
    [InlineData("status", Permission.None, "eyes")]
    [InlineData("explain", Permission.None, "eyes")]
    [InlineData("help", Permission.None, "eyes")]
    [InlineData("promote", Permission.Admin, "confused")]
    [InlineData("quue", Permission.Write, "confused")]
    public void A_command_on_an_unqueued_pull_is_answered_by_a_reaction(string command, Permission permission, string reaction) =>
        Assert.Equal(reaction, Pull.Answer(Pull.Seen().Said(Pull.Cy, "/sluice " + command, permission)).Reaction);

    [Theory]
    [InlineData("priority=urgent", Permission.Write, Priority.Normal)]
    [InlineData("priority=urgent", Permission.Maintain, Priority.Urgent)]
    [InlineData("priority=high", Permission.Write, Priority.High)]
    [InlineData("priority=low", Permission.Write, Priority.Low)]
    [InlineData("", Permission.Write, Priority.Normal)]
    public void Priority_is_given_by_those_who_may(string option, Permission permission, Priority priority) =>
        Assert.Equal(
            priority,
            PullDecider.Decide(Pull.Seen().Said(Pull.Cy, "/sluice queue " + option, permission)).Next.Admission!.Priority
        );

    [Fact]
    public void High_priority_is_not_the_authors_to_give() =>
        Assert.Equal(
            Priority.Normal,
            PullDecider.Decide(Pull.Seen().Said(Pull.Ada, "/sluice queue priority=high")).Next.Admission!.Priority
        );

    [Fact]
    public void Asking_again_with_a_priority_keeps_the_place_and_changes_the_priority()
    {
        var admission = PullDecider.Decide(Queued.Said(Pull.Bo, "/sluice queue priority=high", minute: 8)).Next.Admission!;

        Assert.Equal((1, Priority.High, Queued.Ledger.Admission!.Since), (admission.Ticket, admission.Priority, admission.Since));
    }

    [Fact]
    public void Asking_again_without_one_keeps_the_priority()
    {
        var high = Queued.Said(Pull.Bo, "/sluice queue priority=high", minute: 8).Turned();

        Assert.Equal(Priority.High, PullDecider.Decide(high.Said(Pull.Cy, "/sluice queue", minute: 9)).Next.Admission!.Priority);
    }

    [Fact]
    public void Who_may_do_nothing_here_is_answered_a_few_times_an_hour_and_takes_no_answer_from_those_who_may()
    {
        var (seen, eve, answers) = (Queued, new Actor(9, "eve"), new SortedSet<long>());
        for (var i = 0; i < 20; i++)
        {
            seen = seen.Said(eve, i % 2 == 0 ? "/sluice help" : "/sluice queue", Permission.Read, minute: 8).Turned();
            answers.UnionWith(seen.Ledger.Replies.Select(reply => reply.Comment));
            Assert.True(seen.Ledger.Heard(seen.Comments[^1].Id));
        }

        Assert.Equal(5, answers.Count);
        Assert.Equal("eyes", seen.Said(Pull.Bo, "/sluice status", minute: 9).Answer().Reaction);

        var later = (seen with { Now = seen.Now.AddHours(1) }).Said(eve, "/sluice help", Permission.Read, minute: 68);
        Assert.Equal(later.Comments[^1].Id, later.Answer().Comment);
    }

    [Fact]
    public void An_author_takes_their_own_out_however_often_they_asked_before()
    {
        var seen = Pull.Seen().Labelled(Pull.Cy).Turned();
        for (var i = 0; i < 10; i++)
        {
            seen = seen.Said(Pull.Ada, "/sluice help", Permission.Read, minute: 8).Turned();
        }

        Assert.Equal(PullState.Left, seen.Said(Pull.Ada, "/sluice dequeue", Permission.Read, minute: 9).Turned().Ledger.Standing.State);
    }

    [Theory]
    [InlineData("/sluice explain")]
    [InlineData("/sluice help")]
    [InlineData("/sluice abracadabra#")]
    public void A_comment_full_of_commands_has_an_answer_that_GitHub_takes(string line)
    {
        var body = string.Join(
            '\n',
            Enumerable.Range(0, 65_000 / (line.Length + 5)).Select(n => line.Replace("#", $"{n}", StringComparison.Ordinal))
        );
        var text = Queued.Said(Pull.Bo, body, Permission.None, minute: 8).Answer().Text!;

        Assert.InRange(text.Length, 1, 65_000);
    }

    [Fact]
    public void What_is_asked_twice_in_a_comment_is_answered_once() =>
        Assert.Equal(
            Queued.Said(Pull.Bo, "/sluice status", minute: 8).Answer().Text,
            Queued.Said(Pull.Bo, "/sluice status\n/sluice status", minute: 8).Answer().Text
        );

    [Fact]
    public void An_edited_comment_commands_nothing()
    {
        var said = Pull.Seen().Said(Pull.Bo, "/sluice queue");
        var edited = said with { Comments = [said.Comments[0] with { Updated = said.Comments[0].Created.AddSeconds(1) }] };

        Assert.Null(PullDecider.Decide(edited).Next.Request);
        Assert.Empty(PullDecider.Decide(edited).Next.Replies);
    }

    [Fact]
    public void A_comment_commands_once_even_when_an_older_one_is_found_later()
    {
        var late = Pull.Seen().Said(Pull.Bo, "/sluice queue");
        var older = late.Comments[0] with { Id = 400, Body = "/sluice hold not yet" };
        var held = PullDecider.Decide(late.Turned() with { Comments = [older, late.Comments[0]] });

        Assert.Equal(PullState.Held, held.Next.Standing.State);
        Assert.Equal([400, 500], held.Next.CommandsDone);
    }

    [Fact]
    public void What_was_said_before_the_bot_came_is_not_done()
    {
        var old = Pull.Seen().Said(Pull.Bo, "/sluice queue") with { Now = Pull.Now.AddDays(3) };

        Assert.Null(PullDecider.Decide(old.Turned()).Next.Request);
    }

    [Theory]
    [InlineData("pause release day", Permission.Maintain, "+1", 1)]
    [InlineData("resume", Permission.Admin, "+1", 1)]
    [InlineData("pause release day", Permission.Write, "confused", 0)]
    [InlineData("pause", Permission.Maintain, "confused", 0)]
    public void Maintainers_pause_the_lane_and_let_it_go_on(string command, Permission permission, string reaction, int orders)
    {
        var plan = PullDecider.Decide(Pull.Seen().Said(Pull.Cy, "/sluice " + command, permission));

        Assert.Equal(reaction, Assert.Single(plan.Next.Replies).Reaction);
        Assert.Equal(orders, plan.Moves.OfType<PullMove.TellLane>().Count());
        Assert.All(
            plan.Next.Orders,
            order => Assert.Equal(("main", 500, command == "resume" ? null : "release day"), (order.Base, order.Comment, order.Reason))
        );
    }

    [Fact]
    public void An_order_is_passed_on_until_its_comment_is_answered()
    {
        var told = Pull.Seen().Said(Pull.Cy, "/sluice pause release day", Permission.Admin);
        var unanswered = told.From(PullDecider.Decide(told).Next);

        Assert.Single(PullDecider.Decide(unanswered).Moves.OfType<PullMove.TellLane>());
        Assert.Empty(PullDecider.Decide(told.Turned()).Moves.OfType<PullMove.TellLane>());
        Assert.Equal((true, false), (unanswered.Ledger.IsAlive, PullDecider.Decide(told.Turned()).Next.IsAlive));
    }

    [Fact]
    public void A_branch_without_a_queue_cannot_be_paused()
    {
        var elsewhere = Pull.Seen().With(pull => pull with { Base = "next" }).Said(Pull.Cy, "/sluice pause lunch", Permission.Admin);

        Assert.Equal("confused", Pull.Answer(elsewhere).Reaction);
        Assert.Empty(PullDecider.Decide(elsewhere).Next.Orders);
    }

    [Fact]
    public void The_author_may_take_it_out_without_write_access()
    {
        var plan = PullDecider.Decide(Queued.Said(Pull.Ada, "/sluice dequeue", Permission.Read));

        Assert.Equal((PullState.Left, Code.Dequeued), (plan.Next.Standing.State, plan.Next.Standing.Code));
        Assert.Equal(CheckState.Neutral, Assert.Single(plan.Moves.OfType<PullMove.PutCheck>()).State);
    }

    [Fact]
    public void An_App_takes_out_its_own_and_nothing_else()
    {
        var own = Queued.With(pull => pull with { Author = Pull.Bot });

        Assert.Equal(PullState.Left, PullDecider.Decide(own.Said(Pull.Bot, "/sluice dequeue")).Next.Standing.State);
        Assert.NotEqual(PullState.Left, PullDecider.Decide(Queued.Said(Pull.Bot, "/sluice dequeue", Permission.Admin)).Next.Standing.State);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("retry")]
    [InlineData("hold me")]
    [InlineData("accept-risk fine")]
    [InlineData("quue")]
    public void An_App_commands_nothing_and_gets_no_text(string command)
    {
        var plan = PullDecider.Decide(Pull.Seen().Said(Pull.Bot, "/sluice " + command, Permission.Admin));

        Assert.Equal(new Reply(500, "confused", null), Assert.Single(plan.Next.Replies));
        Assert.Null(plan.Next.Request);
    }

    [Fact]
    public void A_hold_keeps_the_request_and_a_release_lets_it_go_on()
    {
        var held = Queued.Said(Pull.Bo, "/sluice hold wait for tax", minute: 6).Turned();
        Assert.Equal((PullState.Held, null), (held.Ledger.Standing.State, held.Ledger.Admission));
        Assert.Contains("sluice/held", held.Pull.Labels);

        var released = held.Said(Pull.Cy, "/sluice release", minute: 7).Turned();
        Assert.Equal(PullState.Queued, released.Ledger.Standing.State);
        Assert.DoesNotContain("sluice/held", released.Pull.Labels);
    }

    [Fact]
    public void The_author_lifts_only_a_hold_of_their_own()
    {
        var others = Queued.Said(Pull.Bo, "/sluice hold wait", minute: 6).Turned().Said(Pull.Ada, "/sluice release", minute: 7).Turned();
        var own = Queued.Said(Pull.Ada, "/sluice hold wait", minute: 6).Turned().Said(Pull.Ada, "/sluice release", minute: 7).Turned();

        Assert.Equal((PullState.Held, PullState.Queued), (others.Ledger.Standing.State, own.Ledger.Standing.State));
    }

    [Fact]
    public void A_hold_before_anybody_queued_holds_what_comes()
    {
        var held = Pull.Seen().Said(Pull.Bo, "/sluice hold wait").Turned().Said(Pull.Cy, "/sluice queue", minute: 6).Turned();

        Assert.Equal((PullState.Held, null), (held.Ledger.Standing.State, held.Ledger.Admission));
        Assert.NotNull(held.Ledger.Request);
    }

    [Fact]
    public void Several_commands_in_one_comment_get_one_answer()
    {
        var reply = Pull.Answer(Pull.Seen().Said(Pull.Bo, "/sluice queue\n/sluice status\n/sluice reland"));

        Assert.Equal("confused", reply.Reaction);
        Assert.Contains("In line", reply.Text, StringComparison.Ordinal);
        Assert.Contains("no canary here", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reply_is_due_until_it_stands_there()
    {
        var seen = Pull.Seen().Said(Pull.Bo, "/sluice help");
        var first = PullDecider.Decide(seen);
        var unanswered = PullDecider.Decide(seen.From(first.Next));

        Assert.Equal(first.Next.Replies, unanswered.Next.Replies);
        Assert.Empty(PullDecider.Decide(seen.After(first)).Next.Replies);
    }

    [Fact]
    public void What_has_landed_is_not_queued_again()
    {
        var landed = (Queued with { Lane = Pull.Word(PullState.Landed, Code.Landed) }).Turned();

        Assert.Equal("It has landed already.", Pull.Answer(landed.Said(Pull.Bo, "/sluice queue", minute: 9)).Text);
    }

    [Fact]
    public void An_explanation_on_an_unqueued_pull_tells_what_would_be_in_the_way()
    {
        var text = Pull.Answer((Pull.Seen() with { Reviews = [] }).Said(Pull.Cy, "/sluice explain", Permission.None)).Text;

        Assert.Contains("Not in the queue", text, StringComparison.Ordinal);
        Assert.Contains("\n  - It needs 1 approval of this commit and has none", text, StringComparison.Ordinal);
        Assert.Contains("\n    - *What changes it:* As soon as the approval is there", text, StringComparison.Ordinal);
        Assert.DoesNotContain("its agent", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_label_on_top_of_a_command_keeps_the_commands_priority()
    {
        var high = Pull.Seen().Said(Pull.Bo, "/sluice queue priority=high").Turned().Labelled(Pull.Cy, minute: 9);

        Assert.Equal(Priority.High, PullDecider.Decide(high).Next.Admission!.Priority);
    }
}
