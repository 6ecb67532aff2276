using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>What is written on GitHub, and what is not.</summary>
public sealed class ShownTests
{
    private static readonly PullSeen Queued = Pull.Seen().Labelled(Pull.Ada).Turned();

    private static readonly PullSeen Landed = (
        Queued with
        {
            Lane = Pull.Word(PullState.Landed, Code.Landed) with { LandedSha = Pull.Head(9) },
        }
    ).Turned();

    [Fact]
    public void Labels_that_people_set_by_hand_are_put_back()
    {
        var seen = Pull.Seen().With(pull => pull with { Labels = ["bug", "origin/agent", "revert", "risk/low", "sluice/held"] });
        var labels = Assert.Single(PullDecider.Decide(seen).Moves.OfType<PullMove.SetLabels>());

        Assert.Equal((["risk/medium"], ["origin/agent", "revert", "risk/low", "sluice/held"]), (labels.Add, labels.Remove));
    }

    [Fact]
    public void A_label_is_the_same_in_whatever_letters()
    {
        var known = Pull.Seen().With(pull => pull with { Labels = ["Origin/Agent", "Revert", "Risk/Medium"] });
        var labels = Assert.Single(PullDecider.Decide(known).Moves.OfType<PullMove.SetLabels>());
        Assert.Equal(([], ["Origin/Agent", "Revert"]), (labels.Add, labels.Remove));

        var asked = Pull.Seen().Labelled(Pull.Ada);
        var plan = PullDecider.Decide(
            asked.With(pull => pull with { Labels = ["Queue", "risk/medium"] }) with
            {
                LabelEvents = [.. asked.LabelEvents.Select(found => found with { Label = "Queue" })],
            }
        );
        Assert.True(plan.Next.Request?.ByLabel);
        Assert.Empty(plan.Moves.OfType<PullMove.SetLabels>());
    }

    [Fact]
    public void Without_the_policys_labels_those_of_risk_are_left_alone()
    {
        var seen = Pull.Seen().With(pull => pull with { Labels = ["risk/low"] }) with
        {
            Policy = Policy.Default with { Risk = new RiskPolicy { Labels = false } },
        };

        Assert.Empty(PullDecider.Decide(seen).Moves);
    }

    [Fact]
    public void A_head_that_is_not_read_yet_keeps_the_labels_it_has() =>
        Assert.Empty(PullDecider.Decide(Pull.Seen().With(pull => pull with { Labels = ["risk/low"] }) with { Change = null }).Moves);

    [Theory]
    [InlineData(4, Permission.Admin)]
    [InlineData(5, Permission.Read)]
    public void A_label_by_an_App_or_a_reader_queues_nothing_and_is_taken_off(long id, Permission permission)
    {
        var plan = PullDecider.Decide(Pull.Seen().Labelled(id == 4 ? Pull.Bot : new Actor(id, "reader"), permission));

        Assert.Null(plan.Next.Request);
        Assert.Contains("queue", Assert.Single(plan.Moves.OfType<PullMove.SetLabels>()).Remove);
    }

    [Fact]
    public void A_label_whose_setter_is_not_known_yet_is_a_question_and_stays()
    {
        var plan = PullDecider.Decide(Pull.Seen().Labelled(Pull.Ada) with { Permissions = [] });

        Assert.Null(plan.Next.Request);
        Assert.DoesNotContain("queue", Assert.Single(plan.Moves.OfType<PullMove.SetLabels>()).Remove);
    }

    [Fact]
    public void A_place_further_up_the_line_writes_nothing()
    {
        var third = (Queued with { Lane = Pull.Word(PullState.Queued, Code.Queued) with { Position = 3 } }).Turned();
        var plan = PullDecider.Decide(third with { Lane = Pull.Word(PullState.Queued, Code.Queued) with { Position = 2 } });

        Assert.Empty(plan.Moves);
        Assert.Equal(2, plan.Next.Standing.Position);
    }

    [Fact]
    public void Outcomes_of_other_changes_write_nothing()
    {
        var shown = (Queued with { Policy = Policy.Default with { Notify = new NotifyPolicy(CommentLevel.All) } }).Turned();
        var plan = PullDecider.Decide(
            shown with
            {
                Experience = shown.Experience with { Record = new TrackRecord([new(Band.Medium, 57, 3)], 0.1, 0.1, []) },
            }
        );

        Assert.NotNull(shown.Shown.CommentBody);
        Assert.Contains("n = 57", plan.Next.Assessment!.Risk.Worth, StringComparison.Ordinal);
        Assert.Empty(plan.Moves);
    }

    [Fact]
    public void Another_batch_is_no_news()
    {
        var testing = (Queued with { Lane = Pull.Word(PullState.Testing, Code.Testing) }).Turned();
        var plan = PullDecider.Decide(testing with { Lane = Pull.Word(PullState.Testing, Code.Testing) with { Batch = "b8" } });

        Assert.Empty(plan.Moves);
        Assert.Equal("b8", plan.Next.Standing.Batch);
    }

    [Theory]
    [InlineData(CommentLevel.All, PullState.Queued, true)]
    [InlineData(CommentLevel.Outcomes, PullState.Queued, false)]
    [InlineData(CommentLevel.Problems, PullState.Queued, false)]
    [InlineData(CommentLevel.All, PullState.Landed, true)]
    [InlineData(CommentLevel.Outcomes, PullState.Landed, true)]
    [InlineData(CommentLevel.Problems, PullState.Landed, false)]
    [InlineData(CommentLevel.Outcomes, PullState.Ejected, true)]
    [InlineData(CommentLevel.Problems, PullState.Ejected, true)]
    public void How_much_is_commented_is_the_policys_choice(CommentLevel level, PullState state, bool comments)
    {
        var word = Pull.Word(
            state,
            state switch
            {
                PullState.Landed => Code.Landed,
                PullState.Ejected => Code.ChecksFailed,
                _ => Code.Queued,
            }
        );
        var plan = PullDecider.Decide(Queued with { Lane = word, Policy = Policy.Default with { Notify = new NotifyPolicy(level) } });

        Assert.Equal(comments ? 1 : 0, plan.Moves.OfType<PullMove.PutComment>().Count());
    }

    [Theory]
    [InlineData(PullState.Healthy, Code.CanaryHealthy, 0)]
    [InlineData(PullState.Regressed, Code.CanaryRegressed, 1)]
    [InlineData(PullState.Inconclusive, Code.CanaryInconclusive, 0)]
    [InlineData(PullState.Inconclusive, Code.CanaryInvalid, 1)]
    [InlineData(PullState.Reverted, Code.Reverted, 0)]
    public void What_the_release_says_edits_the_comment_and_adds_one_only_when_somebody_must_know(PullState state, Code code, int more)
    {
        var plan = PullDecider.Decide(Landed with { Release = Release(state, code) });

        Assert.Equal((state, code, Pull.Head(9)), (plan.Next.Standing.State, plan.Next.Standing.Code, plan.Next.Standing.LandedSha));
        Assert.Equal(CheckState.Success, Assert.Single(plan.Moves.OfType<PullMove.PutCheck>()).State);
        Assert.Equal([80], plan.Moves.OfType<PullMove.PutComment>().Where(move => move.Id is not null).Select(move => move.Id!.Value));
        Assert.Equal(more, plan.Moves.OfType<PullMove.PutComment>().Count(move => move.Marker == "<!-- sluice:verdict -->"));
    }

    [Fact]
    public void On_its_way_through_the_canary_nothing_is_written()
    {
        var first = PullDecider.Decide(Landed with { Release = Release(PullState.Canary, Code.Landed) });
        var check = Assert.Single(first.Moves.OfType<PullMove.PutCheck>());
        var shown = Landed.Shown with { CheckId = 70, CheckDigest = check.Digest };

        var plan = PullDecider.Decide(
            Landed with
            {
                Ledger = first.Next,
                Shown = shown,
                Release = Release(PullState.Canary, Code.Landed) with { Because = "further" },
            }
        );

        Assert.Equal(PullState.Canary, plan.Next.Standing.State);
        Assert.DoesNotContain(plan.Moves, move => move is PullMove.PutCheck or PullMove.PutComment);
    }

    [Fact]
    public void A_pull_that_is_dragged_along_keeps_its_check_as_it_is()
    {
        var testing = PullDecider.Decide(Queued with { Lane = Pull.Word(PullState.Testing, Code.Testing) });
        var check = Assert.Single(testing.Moves.OfType<PullMove.PutCheck>());
        var shown = Queued.Shown with { CheckId = 70, CheckDigest = check.Digest };

        var plan = PullDecider.Decide(
            Queued with
            {
                Ledger = testing.Next,
                Shown = shown,
                Lane = Pull.Word(PullState.Queued, Code.Queued),
            }
        );

        Assert.Equal(PullState.Queued, plan.Next.Standing.State);
        Assert.Empty(plan.Moves.OfType<PullMove.PutCheck>());
    }

    [Fact]
    public void An_innocent_pull_of_a_regressed_canary_gets_no_second_comment() =>
        Assert.Single(
            PullDecider
                .Decide(Landed with { Release = Release(PullState.Regressed, Code.CanaryRegressed) with { Innocent = true } })
                .Moves.OfType<PullMove.PutComment>()
        );

    [Fact]
    public void A_verdict_is_edited_in_place_when_the_revert_landed()
    {
        var regressed = (Landed with { Release = Release(PullState.Regressed, Code.CanaryRegressed) }).Turned();
        var plan = PullDecider.Decide(regressed with { Release = Release(PullState.Reverted, Code.Reverted) });

        Assert.Equal([80, 81], plan.Moves.OfType<PullMove.PutComment>().Select(move => move.Id!.Value));
    }

    [Theory]
    [InlineData(TakenAs.Culprit, false, NextAction.FixAndPush)]
    [InlineData(TakenAs.Suspect, true, NextAction.QueueAgain)]
    [InlineData(null, false, NextAction.None)]
    public void What_was_taken_back_is_told_whether_it_may_land_again_as_it_is(TakenAs? taken, bool retryable, NextAction next)
    {
        var standing = PullDecider
            .Decide(Landed with { Release = Release(PullState.Reverted, Code.Reverted) with { Taken = taken } })
            .Next.Standing;

        Assert.Equal((retryable, next), (standing.Retryable, standing.Next));
    }

    [Fact]
    public void A_hold_that_is_lifted_on_an_unqueued_pull_leaves_no_lie_behind()
    {
        var held = Pull.Seen().Said(Pull.Bo, "/sluice hold wait").Turned();
        var plan = PullDecider.Decide(held.Said(Pull.Bo, "/sluice release", minute: 7));

        Assert.Equal("Not in the queue", Assert.Single(plan.Moves.OfType<PullMove.PutCheck>()).Title);
        Assert.Contains("Not in the queue", Assert.Single(plan.Moves.OfType<PullMove.PutComment>()).Body, StringComparison.Ordinal);
    }

    private static ReleaseWord Release(PullState state, Code code) => new(state, code, "production", null, null, null, false, Pull.Now);
}
