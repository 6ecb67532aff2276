using Sluice.Flow.Intake;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

public sealed class QueueingTests
{
    [Fact]
    public void On_a_pull_that_nobody_queued_only_labels_are_written()
    {
        var plan = PullDecider.Decide(Pull.Seen());

        Assert.Equal([new PullMove.SetLabels(["risk/medium"], [])], plan.Moves);
        Assert.Null(plan.Next.Admission);
        Assert.Empty(plan.Journal);
    }

    [Fact]
    public void The_label_queues()
    {
        var plan = PullDecider.Decide(Pull.Seen().Labelled(Pull.Ada));

        Assert.Equal((1, Pull.Head(), "main"), (plan.Next.Admission!.Ticket, plan.Next.Admission.Head, plan.Next.Admission.Base));
        Assert.Equal(PullState.Queued, plan.Next.Standing.State);
        Assert.Equal("queued", Assert.Single(plan.Journal).Kind);
    }

    [Fact]
    public void The_command_queues_and_is_answered_with_a_thumb()
    {
        var plan = PullDecider.Decide(Pull.Seen().Said(Pull.Bo, "/sluice queue"));

        Assert.NotNull(plan.Next.Admission);
        Assert.Contains(new PullMove.Answer(new Reply(500, "+1", null)), plan.Moves);
    }

    [Fact]
    public void Queued_means_a_check_run_and_no_comment()
    {
        var plan = PullDecider.Decide(Pull.Seen().Labelled(Pull.Ada));

        Assert.Equal(CheckState.Queued, Assert.Single(plan.Moves.OfType<PullMove.PutCheck>()).State);
        Assert.Empty(plan.Moves.OfType<PullMove.PutComment>());
    }

    [Fact]
    public void What_was_shown_and_answered_is_not_shown_and_answered_again()
    {
        var seen = Pull.Seen().Said(Pull.Bo, "/sluice queue").Turned();
        var again = PullDecider.Decide(seen);

        Assert.Empty(again.Moves);
        Assert.Empty(again.Journal);
        Assert.Empty(again.Next.Replies);
        Assert.Equal(again.Next, PullDecider.Decide(seen.After(again)).Next);
    }
}
