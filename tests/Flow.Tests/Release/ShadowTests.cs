using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;

namespace Sluice.Flow.Tests.Release;

/// <summary>A judge that only watches: what it would have done, and what came of it.</summary>
public sealed class ShadowTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(2);

    [Fact]
    public void It_tells_once_when_it_would_have_rolled_back_and_whom_it_would_have_blamed_and_acts_on_nothing()
    {
        var fleet = Watched(badness: 8);
        fleet.Run(Long);

        var canary = Assert.Single(fleet.Ledger.Past);
        Assert.Equal((CanaryEnd.Promoted, WouldDo.RollBack, 1), (canary.End, canary.Would!.Does, canary.Would.Blame!.Number));
        Assert.True(canary.Would.At < canary.Ended);
        Assert.Single(fleet.Story, kind => kind == "would_act");
        Assert.Empty(fleet.Opened);
        Assert.DoesNotContain(fleet.Deploys, move => move.Payload.Stage == "rollback");
        Assert.Contains("it would have been rolled back at", canary.Note, StringComparison.Ordinal);
        Assert.Contains("#1 would have been blamed with 99%", Fate.Of(fleet.Ledger, 1)!.Because, StringComparison.Ordinal);
        Assert.Contains(fleet.Journal, line => line.Kind == Receipts.Kind);
    }

    [Fact]
    public void Whom_it_would_have_blamed_waits_for_where_it_fails()
    {
        var fleet = Watched(badness: 8);
        fleet.Symptoms = null;
        fleet.RunUntil(() => fleet.Ledger.Canary?.Verdict?.Verdict == Verdict.Regressed);
        fleet.Wait(TimeSpan.FromMinutes(2));
        Assert.Null(fleet.Ledger.Canary!.Would);

        fleet.Symptoms = [];
        fleet.Turn();

        Assert.Equal(WouldDo.RollBack, fleet.Ledger.Canary!.Would!.Does);
    }

    [Theory]
    [InlineData(8, true, ShadowOutcome.Caught)]
    [InlineData(8, false, ShadowOutcome.FalseAlarm)]
    [InlineData(1, true, ShadowOutcome.Missed)]
    [InlineData(1, false, ShadowOutcome.Quiet)]
    public void What_it_would_have_done_is_held_against_what_people_take_back_afterwards(double badness, bool revert, ShadowOutcome came)
    {
        var fleet = Watched(badness);
        fleet.Run(Long);
        if (revert)
        {
            fleet.Land([2], 0.01, reverts: [1]);
            fleet.Run(Long);
        }

        var one = ShadowReview.Of(fleet.Ledger, fleet.Now + TimeSpan.FromDays(2))[^1];

        Assert.Equal((came, revert), (one.Came, one.TakenBack.Contains(1)));
        Assert.Equal(came == ShadowOutcome.Caught ? true : null, one.BlamedRightly);
    }

    [Fact]
    public void What_people_may_still_take_back_is_no_false_alarm_yet()
    {
        var fleet = Watched(badness: 8);
        fleet.Run(Long);

        Assert.Equal(ShadowOutcome.Open, Assert.Single(ShadowReview.Of(fleet.Ledger, fleet.Now)).Came);
    }

    [Fact]
    public void A_source_that_is_gone_would_have_been_put_to_a_person()
    {
        var fleet = Watched(badness: 1);
        fleet.Trouble = "the source does not answer";
        fleet.Run(Long);

        Assert.Equal(
            (CanaryEnd.Promoted, ShadowOutcome.Asked),
            (fleet.Ledger.Past[^1].End, ShadowReview.Of(fleet.Ledger, fleet.Now)[^1].Came)
        );
    }

    [Fact]
    public void Where_it_acts_there_is_nothing_to_review()
    {
        var fleet = Watched(badness: 1);
        fleet.Policy = fleet.Policy with { Mode = CanaryMode.Act };
        fleet.Run(Long);

        Assert.Equal(CanaryEnd.Promoted, fleet.Ledger.Past[^1].End);
        Assert.Empty(ShadowReview.Of(fleet.Ledger, fleet.Now));
    }

    private static Fleet Watched(double badness)
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Mode = CanaryMode.Shadow },
        };
        fleet.Badness[fleet.Land(1)[0].Commit] = badness;
        return fleet;
    }
}
