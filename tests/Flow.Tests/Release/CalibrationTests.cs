using Sluice.Flow.Policies;
using Sluice.Flow.Release;

namespace Sluice.Flow.Tests.Release;

/// <summary>The judge is tried on the baseline against itself.</summary>
public sealed class CalibrationTests
{
    [Fact]
    public void Each_canary_that_is_judged_tries_the_judge_on_its_baseline_both_ways_round()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 10;

        fleet.Run(TimeSpan.FromHours(1));

        Assert.Equal(new SelfTest(2, 0), fleet.Ledger.Canary!.SelfTest);
        Assert.Equal(new SelfTest(2, 0), Calibration.Of(fleet.Ledger));
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 1, false)]
    [InlineData(100, 1, false)]
    [InlineData(100, 4, false)]
    [InlineData(100, 6, true)]
    [InlineData(4, 2, true)]
    [InlineData(100, 100, true)]
    public void A_few_false_alarms_are_chance_and_more_are_not(int runs, int alarms, bool off) =>
        Assert.Equal(off, Calibration.IsOff(new SelfTest(runs, alarms), 0.01));

    [Fact]
    public void Where_the_judge_is_off_a_regression_is_a_question_and_nothing_is_done_by_itself()
    {
        var fleet = new Fleet(ledger: EnvironmentLedger.New with { Past = [Told(new SelfTest(20, 6))] });
        fleet.Badness[fleet.Land(1)[0].Commit] = 10;

        fleet.Run(TimeSpan.FromHours(2));

        Assert.Equal("asking", fleet.Story.Last());
        Assert.Contains("the baseline was called worse 6 of 20 times", fleet.Ledger.Canary!.Note, StringComparison.Ordinal);
        Assert.Null(fleet.Ledger.Poison);
        Assert.DoesNotContain("regressed", fleet.Story);

        fleet.Say(Repo.CanaryAsk.Rollback, 1);
        fleet.Run(TimeSpan.FromMinutes(5));
        Assert.Equal("rolled_back", fleet.Story.Last());
    }

    [Fact]
    public void Who_promotes_what_the_judge_is_not_trusted_with_must_have_seen_the_question()
    {
        var fleet = new Fleet(ledger: EnvironmentLedger.New with { Past = [Told(new SelfTest(20, 6))] });
        fleet.Badness[fleet.Land(1)[0].Commit] = 10;
        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Baking);
        fleet.Wait(TimeSpan.FromMinutes(20));
        fleet.Say(Repo.CanaryAsk.Promote, 1);

        fleet.Turn();
        Assert.Equal("asking", fleet.Story.Last());

        fleet.Wait(TimeSpan.FromMinutes(5));
        fleet.Say(Repo.CanaryAsk.Promote, 1);
        fleet.Turn();
        Assert.Equal("promoting", fleet.Story.Last());
    }

    private static Canary Told(SelfTest test) =>
        new("earlier", Fleet.Commit(1), Fleet.Commit(0), [], CanaryPhase.Done, 0, default, null, null)
        {
            End = CanaryEnd.Promoted,
            SelfTest = test,
        };
}
