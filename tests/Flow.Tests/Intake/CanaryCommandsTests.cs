using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>Who may say what of a pull that a canary holds, and of one that it let go.</summary>
public sealed class CanaryCommandsTests
{
    private static readonly PullSeen InCanary = Pull.Seen() with
    {
        Policy = Policy.Default with { Canary = new CanaryPolicy() },
        Release = new ReleaseWord(PullState.Canary, Code.Landed, "canary", null, null, null, false, Pull.Now) { Running = true },
    };

    [Theory]
    [InlineData("promote", Permission.Maintain, CanaryAsk.Promote)]
    [InlineData("promote", Permission.Write, null)]
    [InlineData("rollback", Permission.Write, CanaryAsk.Rollback)]
    [InlineData("extend", Permission.Write, CanaryAsk.Extend)]
    [InlineData("extend", Permission.Triage, null)]
    public void Whoever_may_tells_the_canary_that_holds_it_what_to_do(string command, Permission permission, CanaryAsk? ask)
    {
        var plan = PullDecider.Decide(InCanary.Said(Pull.Cy, "/sluice " + command, permission));

        Assert.Equal(ask is null ? "confused" : "+1", Assert.Single(plan.Next.Replies).Reaction);
        Assert.Equal(
            ask is { } told ? [new CanaryOrder("production", InCanary.Pull.Number, told, 500, Pull.Cy, plan.Next.CanaryOrders[0].At)] : [],
            plan.Moves.OfType<PullMove.TellCanary>().Select(move => move.Order)
        );
    }

    [Fact]
    public void An_author_does_not_promote_their_own_and_nobody_what_no_canary_holds()
    {
        Assert.Equal("confused", Pull.Answer(InCanary.Said(Pull.Ada, "/sluice promote", Permission.Admin)).Reaction);
        Assert.Equal(
            "confused",
            Pull.Answer(
                (InCanary with { Release = InCanary.Release! with { Authors = ["ada", "CY"] } }).Said(
                    Pull.Cy,
                    "/sluice promote",
                    Permission.Admin
                )
            ).Reaction
        );
        Assert.Equal("+1", Pull.Answer(InCanary.Said(Pull.Ada, "/sluice rollback", Permission.Write)).Reaction);
        Assert.Equal(
            "confused",
            Pull.Answer(
                (InCanary with { Release = InCanary.Release! with { Running = false } }).Said(Pull.Cy, "/sluice rollback", Permission.Admin)
            ).Reaction
        );
    }

    [Theory]
    [InlineData("revert prices are wrong", PullState.Healthy, Permission.Write, "+1", CanaryAsk.Revert)]
    [InlineData("revert", PullState.Healthy, Permission.Triage, "confused", null)]
    [InlineData("revert", PullState.Reverted, Permission.Write, "confused", null)]
    [InlineData("reland", PullState.Reverted, Permission.Write, "+1", CanaryAsk.Reland)]
    [InlineData("reland", PullState.Healthy, Permission.Write, "confused", null)]
    public void What_landed_is_taken_back_and_landed_again_by_those_who_may(
        string command,
        PullState state,
        Permission permission,
        string reaction,
        CanaryAsk? ask
    )
    {
        var landed = Pull.Seen().With(pull => pull with { Open = false, Merged = true }) with
        {
            Policy = new Policy { Canary = new CanaryPolicy() },
            Release = new ReleaseWord(state, Code.Landed, "canary", null, null, null, false, Pull.Now),
        };

        var plan = PullDecider.Decide(landed.Said(Pull.Cy, "/sluice " + command, permission));

        Assert.Equal(reaction, Assert.Single(plan.Next.Replies).Reaction);
        Assert.Equal(ask, plan.Moves.OfType<PullMove.TellCanary>().SingleOrDefault()?.Order.Ask);
    }
}
