using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

public sealed class ResetLimitsTests
{
    [Fact]
    public void A_maintainer_lets_the_limits_of_those_who_made_it_begin_anew()
    {
        var plan = PullDecider.Decide(
            Pull.Seen().With(pull => pull with { HeadRef = "claude/fix" }).Said(Pull.Cy, "/sluice reset-limits", Permission.Maintain)
        );
        var outcome = Outcome.Read(Assert.Single(plan.Journal, line => line.Kind == Outcome.Kind).Data)!;

        Assert.Equal((Ending.Pardoned, "Claude Code", "ada"), (outcome.Ending, outcome.Agent, outcome.Author));
        Assert.Equal("+1", Assert.Single(plan.Next.Replies).Reaction);
        Assert.Contains("Claude Code", plan.Next.Replies[0].Text!, StringComparison.Ordinal);
        Assert.NotNull(plan.Next.Pardoned);
    }

    [Fact]
    public void Who_made_it_or_does_not_maintain_the_repository_resets_nothing()
    {
        var sights = new[]
        {
            Pull.Seen().Said(Pull.Ada, "/sluice reset-limits", Permission.Admin),
            Pull.Seen().Said(Pull.Cy, "/sluice reset-limits"),
        };
        foreach (var seen in sights)
        {
            var plan = PullDecider.Decide(seen);
            Assert.Equal("confused", Assert.Single(plan.Next.Replies).Reaction);
            Assert.DoesNotContain(plan.Journal, line => line.Kind == Outcome.Kind);
        }
    }

    [Fact]
    public void It_is_noted_once()
    {
        var seen = Pull.Seen().Said(Pull.Cy, "/sluice reset-limits", Permission.Maintain);
        Assert.Empty(PullDecider.Decide(seen.Turned()).Journal);
    }

    [Fact]
    public void What_lands_is_noted_with_who_made_it()
    {
        var seen = Pull.Seen().With(pull => pull with { HeadRef = "claude/fix" }).Labelled(Pull.Bo);
        var queued = seen.From(PullDecider.Decide(seen).Next);
        Assert.Equal(("Claude Code", "ada"), (queued.Ledger.Admission!.Agent, queued.Ledger.Admission.Author));

        var line = PullDecider
            .Decide(queued with { Lane = Pull.Word(PullState.Landed, Code.Landed) })
            .Journal.First(line => line.Kind == Outcome.Kind);
        Assert.Equal(("Claude Code", "ada"), (Outcome.Read(line.Data)!.Agent, Outcome.Read(line.Data)!.Author));
    }
}
