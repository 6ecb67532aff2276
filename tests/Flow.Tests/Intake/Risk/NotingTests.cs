using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk.Outcomes;
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

    private static PullSeen Queued()
    {
        var seen = Pull.Seen().Labelled(Pull.Ada);
        return seen.From(PullDecider.Decide(seen).Next);
    }

    private static List<JournalLine> Outcomes(PullSeen seen, PullState state, Code code) =>
        [.. PullDecider.Decide(seen with { Lane = Pull.Word(state, code) }).Journal.Where(line => line.Kind == Outcome.Kind)];
}
