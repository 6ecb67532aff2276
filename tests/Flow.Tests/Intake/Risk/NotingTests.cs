using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake.Risk;

public sealed class NotingTests
{
    [Fact]
    public void What_lands_is_noted_with_the_risk_that_was_said()
    {
        var line = Assert.Single(Outcomes(Queued(), PullState.Landed, Code.Landed));
        var outcome = Outcome.Read(line.Data)!;

        Assert.Equal((Ending.Landed, 12), (outcome.Ending, Assert.Single(line.Pulls)));
        Assert.Equal(12.0, outcome.Features[0]);
        Assert.InRange(outcome.Score, 0.01, 0.9);
    }

    [Fact]
    public void Who_is_ejected_for_a_red_build_broke_it_and_who_conflicts_did_not()
    {
        Assert.Equal(Ending.BrokeBuild, Outcome.Read(Assert.Single(Outcomes(Queued(), PullState.Ejected, Code.ChecksFailed)).Data)!.Ending);
        Assert.Empty(Outcomes(Queued(), PullState.Ejected, Code.MergeConflict));
    }

    [Fact]
    public void What_waits_teaches_nothing() =>
        Assert.DoesNotContain(PullDecider.Decide(Queued()).Journal, line => line.Kind == Outcome.Kind);

    [Fact]
    public void A_repair_that_lands_tells_on_what_it_repairs()
    {
        var seen = Queued();
        var lines = Outcomes(seen.With(pull => pull with { Body = "Reverts acme/shop#3" }), PullState.Landed, Code.Landed);

        Assert.Equal("Outcome: #12 says that it repairs it.", lines[1].Says);
        Assert.Equal([(Ending.Landed, 12), (Ending.Hotfixed, 3)], lines.Select(line => (Outcome.Read(line.Data)!.Ending, line.Pulls[0])));
    }

    [Fact]
    public void What_it_takes_back_as_it_lands_was_bad_and_is_noted_of_whoever_made_it()
    {
        var seen = Queued() with { Undoes = [new RevertedPull(3, "bo", "Codex", "cy")] };
        var lines = Outcomes(seen.With(pull => pull with { Body = "Reverts acme/shop#3" }), PullState.Landed, Code.Landed);
        var outcome = Outcome.Read(lines[1].Data)!;

        Assert.Equal(
            (2, 3, Ending.Reverted, "bo", "Codex", "cy"),
            (lines.Count, lines[1].Pulls[0], outcome.Ending, outcome.Author, outcome.Agent, outcome.Sponsor)
        );
    }

    [Fact]
    public void A_revert_that_is_taken_back_was_no_harm_whatever_the_words_say()
    {
        var seen = Queued() with { Undoes = [new RevertedPull(3, "bo", null, null) { IsRevert = true }] };
        var lines = Outcomes(seen.With(pull => pull with { Body = "Reverts acme/shop#3" }), PullState.Landed, Code.Landed);

        Assert.Equal(Ending.Landed, Outcome.Read(Assert.Single(lines).Data)!.Ending);
    }

    [Theory]
    [InlineData("main", false, 1)]
    [InlineData("next", true, 1)]
    [InlineData("next", false, 0)]
    [InlineData("side", true, 0)]
    public void What_is_merged_past_the_queue_counts_once_on_a_lane_to_which_not_anybody_may_push(string onto, bool isGuarded, int lines)
    {
        var open = Pull.Seen().With(pull => pull with { Base = onto }) with
        {
            Policy = Policy.Default with { Queue = new QueuePolicy { Branches = ["main", "next"] } },
            Rules = BranchRules.None with { Guarded = isGuarded },
        };
        var merged = open.Turned().With(pull => pull with { Open = false, Merged = true }) with { Change = null, Commits = [] };
        var plan = PullDecider.Decide(merged);

        Assert.Equal(lines, plan.Journal.Count(line => Outcome.Read(line.Data)?.Ending == Ending.Landed));
        Assert.Empty(plan.Moves);
        Assert.Empty(PullDecider.Decide(merged.From(plan.Next)).Journal);
    }

    private static PullSeen Queued()
    {
        var seen = Pull.Seen().Labelled(Pull.Ada);
        return seen.From(PullDecider.Decide(seen).Next);
    }

    private static List<JournalLine> Outcomes(PullSeen seen, PullState state, Code code) =>
        [.. PullDecider.Decide(seen with { Lane = Pull.Word(state, code) }).Journal.Where(line => line.Kind == Outcome.Kind)];
}
