using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>The rules about files count only when the files of this very head were read.</summary>
public sealed class UnreadTests
{
    private static readonly PullSeen Known = Pull.Seen().Turned();

    [Fact]
    public void An_assessed_head_whose_change_is_not_there_is_not_admitted() => Waits(Known with { Change = null });

    [Fact]
    public void Neither_is_one_with_the_change_of_another_head() =>
        Waits(Known with { Change = Known.Change! with { Head = Pull.Head(3) } });

    [Fact]
    public void Who_is_in_line_keeps_the_place_that_was_given_with_the_change_read()
    {
        var queued = Known.Labelled(Pull.Ada).Turned();

        Assert.NotNull((queued with { Change = null }).Turned().Ledger.Admission);
        Assert.Null((queued with { Change = null }).With(pull => pull with { Base = "release" }).Turned().Ledger.Admission);
    }

    [Fact]
    public void Who_is_in_line_stays_as_careful_as_the_paths_asked_for()
    {
        var policy = Policy.Default with
        {
            Risk = new RiskPolicy { Floors = [new RiskFloor(["shop/**"], Band.Low, "money", Mode.Defensive)] },
        };
        var queued = (Known with { Policy = policy, Reviews = [Pull.Approval(Pull.Bo), Pull.Approval(Pull.Cy)] })
            .Labelled(Pull.Ada)
            .Turned();
        var lost = (queued with { Change = null }).Turned();

        Assert.Equal((true, true), (queued.Ledger.Admission!.Defensive, queued.Ledger.Admission.Alone));
        Assert.Equal(queued.Ledger.Admission, lost.Ledger.Admission);
        Assert.Equal(queued.Ledger.Admission, lost.Turned().Ledger.Admission);
    }

    private static void Waits(PullSeen seen)
    {
        var plan = PullDecider.Decide(seen.Labelled(Pull.Ada));

        Assert.NotNull(plan.Next.Assessment);
        Assert.NotNull(plan.Next.Request);
        Assert.Equal((null, PullState.Waiting), (plan.Next.Admission, plan.Next.Standing.State));
    }
}
