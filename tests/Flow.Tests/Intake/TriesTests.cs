using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Ci;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>A head is tried on the base as it stands: composed, tested, told, forgotten, and nothing lands by it.</summary>
public sealed class TriesTests
{
    private const long Command = 500;

    private static readonly Sha Candidate = Pull.Head(50);

    private static readonly PullSeen Asked = Pull.Seen().Turned().Said(Pull.Bo, "/sluice try");

    private static readonly PullSeen Fork = Pull.Seen().With(pull => pull with { HeadRepo = 555, Author = new Actor(50, "stranger") });

    private static readonly PullSeen Running = Asked.Turned().Composed().Turned();

    [Fact]
    public void Somebody_with_write_access_has_it_composed_on_the_base_as_it_stands()
    {
        var plan = PullDecider.Decide(Asked);

        Assert.Equal(
            new PullMove.ComposeTry(Command, Pull.Head(), Pull.Head(200), Pull.Now),
            Assert.Single(plan.Moves.OfType<PullMove.ComposeTry>())
        );
        Assert.Contains(new PullMove.Answer(new Reply(Command, "eyes", null)), plan.Moves);
        Assert.True(plan.Next.IsAlive);
    }

    [Fact]
    public void It_takes_no_place_in_the_queue()
    {
        var next = PullDecider.Decide(Running.Green()).Next;

        Assert.Equal((null, null, 0, PullState.Unqueued), (next.Request, next.Admission, next.Ticket, next.Standing.State));
    }

    [Fact]
    public void Without_write_access_nothing_is_tried()
    {
        var plan = PullDecider.Decide(Pull.Seen().Turned().Said(Pull.Cy, "/sluice try", Permission.Triage));

        Assert.Null(plan.Next.Try);
        Assert.Equal("confused", Assert.Single(plan.Moves.OfType<PullMove.Answer>()).Reply.Reaction);
    }

    [Fact]
    public void What_was_not_made_before_a_crash_is_ordered_again_alike() =>
        Assert.Equal(
            PullDecider.Decide(Asked).Moves.OfType<PullMove.ComposeTry>(),
            PullDecider
                .Decide(Asked.Turned() with { Now = Pull.Now.AddMinutes(3), Onto = Pull.Head(201) })
                .Moves.OfType<PullMove.ComposeTry>()
        );

    [Fact]
    public void Nothing_is_composed_while_the_head_is_not_in_the_mirror()
    {
        var plan = PullDecider.Decide(Asked.Turned() with { Change = null });

        Assert.Empty(plan.Moves.OfType<PullMove.ComposeTry>());
        Assert.NotNull(plan.WakeAt);
        Assert.Contains("not begun", Ended(Asked.Turned() with { Change = null, Now = Pull.Now.AddHours(1) }), StringComparison.Ordinal);
    }

    [Fact]
    public void Once_composed_it_waits_for_the_checks_until_its_time_is_over()
    {
        var plan = PullDecider.Decide(Running);

        Assert.Equal(Candidate, plan.Next.Try?.Candidate);
        Assert.Empty(plan.Moves);
        Assert.Equal(Pull.Now.AddHours(1), plan.WakeAt);
    }

    [Fact]
    public void Green_checks_are_told_once_they_have_settled()
    {
        var fresh = Running.With(Check("test", CheckState.Success));

        Assert.NotNull(PullDecider.Decide(fresh).Next.Try);
        Assert.Equal(Pull.Now.AddSeconds(30), PullDecider.Decide(fresh).WakeAt);
        Assert.Contains("**Try: passes.**", Ended(Running.Green()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_told_when_every_other_check_has_ended()
    {
        var half = Running.With(Check("test", CheckState.Failure), Check("lint", CheckState.Running));
        var whole = Running.With(Check("test", CheckState.Failure), Check("lint", CheckState.Success));

        Assert.NotNull(PullDecider.Decide(half).Next.Try);
        Assert.Contains("`test` failed", Ended(whole), StringComparison.Ordinal);
        Assert.Contains("`lint` | success", Ended(whole), StringComparison.Ordinal);
        Assert.Contains("**Try: fails.**", Ended(half with { Now = Pull.Now.AddHours(1) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CheckState.Cancelled, "no verdict")]
    [InlineData(CheckState.TimedOut, "no verdict")]
    [InlineData(CheckState.Skipped, "passes")]
    public void Every_other_end_of_a_check_ends_it_too(CheckState state, string verdict) =>
        Assert.Contains(
            $"**Try: {verdict}.**",
            Ended(Running.With(Check("test", state)) with { Now = Pull.Now.AddMinutes(5) }),
            StringComparison.Ordinal
        );

    [Fact]
    public void Checks_that_never_come_or_never_end_end_it_by_time()
    {
        var late = Pull.Now.AddHours(1);

        Assert.Contains("**Try: no checks.**", Ended(Running with { Now = late }), StringComparison.Ordinal);
        Assert.Contains(
            "**Try: timed out.**",
            Ended(Running.With(Check("test", CheckState.Running)) with { Now = late }),
            StringComparison.Ordinal
        );
        Assert.NotNull(PullDecider.Decide(Running with { Now = late.AddSeconds(-1) }).Next.Try);
    }

    [Fact]
    public void A_required_check_is_waited_for()
    {
        var demanding = Running with
        {
            Rules = new BranchRules([new RequiredCheck("e2e", null)], 0, false, false, false),
            Now = Pull.Now.AddMinutes(5),
        };

        Assert.NotNull(PullDecider.Decide(demanding.With(Check("test", CheckState.Success))).Next.Try);
        Assert.Contains("passes", Ended(demanding.With(Check("e2e", CheckState.Success))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_conflict_and_a_refused_branch_cost_no_CI()
    {
        Assert.Contains(
            "conflict in `shop/price.py`",
            Ended(Asked.Turned() with { Trial = new TrySeen(new TryComposed(Command, null, ["shop/price.py"], null), []) }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no workflows.",
            Ended(Asked.Turned() with { Trial = new TrySeen(new TryComposed(Command, Candidate, [], "no workflows"), []) }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Whatever_becomes_of_the_pull_meanwhile_stops_it()
    {
        Assert.Contains("The head moved", Ended(Running.Pushed()), StringComparison.Ordinal);
        Assert.Contains("aimed at `next`", Ended(Running.With(pull => pull with { Base = "next" })), StringComparison.Ordinal);
        Assert.Contains("was closed", Ended(Running.With(pull => pull with { Open = false })), StringComparison.Ordinal);
        Assert.Contains("was merged", Ended(Running.With(pull => pull with { Open = false, Merged = true })), StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_is_told_once_the_branch_is_dropped_and_then_it_is_forgotten()
    {
        var plan = PullDecider.Decide(Running.Green());
        var told = Running.Green().After(plan).Turned();

        Assert.Equal(new PullMove.DropTry([Candidate]), Assert.Single(plan.Moves.OfType<PullMove.DropTry>()));
        Assert.Equal("tried", Assert.Single(plan.Journal).Kind);
        Assert.Empty(told.Ledger.EndedTries);
        Assert.Empty(PullDecider.Decide(told).Moves);
        Assert.False(told.Ledger.IsAlive);
    }

    [Fact]
    public void Until_both_are_done_both_are_tried_again_but_not_for_ever()
    {
        var ended = Running.Green().From(PullDecider.Decide(Running.Green()).Next);
        var told = ended with { Shown = ended.Shown with { Tried = [Command] } };

        Assert.Equal(2, PullDecider.Decide(ended).Moves.Count);
        Assert.IsType<PullMove.DropTry>(Assert.Single(PullDecider.Decide(told).Moves));
        Assert.Empty(PullDecider.Decide(ended with { Now = ended.Now.AddHours(1) }).Moves);
    }

    [Fact]
    public void A_newer_try_takes_the_place_of_the_older()
    {
        var newer = Running.Said(Pull.Cy, "/sluice try", minute: 50) with { Onto = Pull.Head(201) };
        var plan = PullDecider.Decide(newer);

        Assert.Equal((501, Pull.Head(201), null), (plan.Next.Try!.Comment, plan.Next.Try.Onto, plan.Next.Try.Candidate));
        Assert.Empty(plan.Moves.OfType<PullMove.DropTry>());
        Assert.Null(PullDecider.Decide(newer.After(plan)).Next.Try!.Candidate);
    }

    [Fact]
    public void A_fork_is_tried_for_somebody_with_write_access_who_saw_that_very_head()
    {
        Assert.NotEmpty(PullDecider.Decide(Fork.Turned().Said(Pull.Bo, "/sluice try")).Moves.OfType<PullMove.ComposeTry>());
        Assert.Null(PullDecider.Decide(Fork.Turned().Said(Pull.Bo, "/sluice try").Pushed()).Next.Try);
    }

    [Theory]
    [InlineData(Permission.Write, false)]
    [InlineData(Permission.Maintain, true)]
    public void A_fork_that_changes_what_CI_runs_is_tried_for_maintainers(Permission permission, bool isTried)
    {
        var touching = Fork with { Ci = new CiTouch(["build.sh"]) };
        var at_once = PullDecider.Decide(touching.Turned().Said(Pull.Bo, "/sluice try", permission));
        var unread = (touching with { Ci = null }).Turned().Said(Pull.Bo, "/sluice try", permission);

        Assert.Equal(isTried, at_once.Moves.OfType<PullMove.ComposeTry>().Any());
        Assert.Empty(PullDecider.Decide(unread).Moves.OfType<PullMove.ComposeTry>());
        Assert.Equal(isTried, PullDecider.Decide(unread.Turned() with { Ci = touching.Ci }).Moves.OfType<PullMove.ComposeTry>().Any());
    }

    [Fact]
    public void Its_author_never_has_it_tried_whatever_their_right()
    {
        var own = Fork.With(pull => pull with { Author = Pull.Bo }) with { Ci = new CiTouch(["build.sh"]) };

        Assert.Null(PullDecider.Decide(own.Turned().Said(Pull.Bo, "/sluice try", Permission.Admin)).Next.Try);
    }

    [Fact]
    public void A_status_asked_for_meanwhile_tells_of_it() =>
        Assert.Contains(
            "is being tried",
            Assert
                .Single(PullDecider.Decide(Running.Said(Pull.Cy, "/sluice status", minute: 50)).Moves.OfType<PullMove.Answer>())
                .Reply.Text!,
            StringComparison.Ordinal
        );

    private static string Ended(PullSeen seen)
    {
        var plan = PullDecider.Decide(seen);
        Assert.Null(plan.Next.Try);
        var comment = Assert.Single(plan.Moves.OfType<PullMove.PutComment>());
        Assert.StartsWith(comment.Marker, comment.Body, StringComparison.Ordinal);
        return comment.Body;
    }

    private static Check Check(string name, CheckState state) =>
        new(name, 9, 1, state, null, Pull.Now, state == CheckState.Running ? null : Pull.Now);
}

internal static class Tried
{
    public static PullSeen Composed(this PullSeen seen) =>
        seen with
        {
            Trial = new TrySeen(new TryComposed(500, Pull.Head(50), [], null), []),
        };

    public static PullSeen With(this PullSeen seen, params Check[] checks) =>
        seen with
        {
            Trial = seen.Trial! with { Checks = checks.ToRow() },
        };

    public static PullSeen Green(this PullSeen seen) =>
        seen.With(new Check("test", 9, 1, CheckState.Success, null, Pull.Now, Pull.Now)) with
        {
            Now = Pull.Now.AddMinutes(1),
        };
}
