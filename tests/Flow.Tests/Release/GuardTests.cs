using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>Where a regression goes back, and the revert is a person's to say.</summary>
public sealed class GuardTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(3);

    private static readonly Row<Symptom> AtPay = [new Symptom("errors", [new Label("route", "/pay")], 90, 10)];

    [Fact]
    public void Harm_at_the_place_for_which_another_change_was_taken_back_the_same_day_reverts_nobody_by_itself()
    {
        var fleet = TakenBack(AtPay);
        fleet.Badness[fleet.Land(2)[0].Commit] = 4;
        fleet.Run(Long);

        Assert.Equal([1], fleet.Opened.Select(revert => revert.Pulls[0].Number).Distinct());
        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);
        Assert.Contains("errors at route /pay", Fate.Of(fleet.Ledger, 2)!.Because, StringComparison.Ordinal);
        Assert.Equal("rollback", fleet.Deploys.Last().Payload.Stage);

        fleet.Say(CanaryAsk.Revert, 2);
        fleet.Run(TimeSpan.FromMinutes(5));
        Assert.Equal([1, 2], fleet.Opened.Select(revert => revert.Pulls[0].Number).Distinct());
    }

    [Theory]
    [InlineData("/cart", 1)]
    [InlineData("/pay", 25)]
    public void Harm_elsewhere_or_another_day_is_reverted_as_ever(string route, int hours)
    {
        var fleet = TakenBack(AtPay);
        fleet.Wait(TimeSpan.FromHours(hours));
        fleet.Symptoms = [new Symptom("errors", [new Label("route", route)], 90, 10)];
        fleet.Badness[fleet.Land(2)[0].Commit] = 4;
        fleet.Run(Long);

        Assert.Equal([1, 2], fleet.Opened.Select(revert => revert.Pulls[0].Number).Distinct());
    }

    [Fact]
    public void What_is_compared_with_something_that_was_judged_worse_itself_reverts_nobody_by_itself()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Mode = CanaryMode.Shadow },
        };
        var bad = fleet.Land(1)[0];
        fleet.Badness[bad.Commit] = 4;
        fleet.Run(Long);
        Assert.Equal(bad.Tip, fleet.Ledger.LastGood);

        fleet.Policy = new CanaryPolicy { Metrics = [Fleet.Errors] };
        fleet.Badness[fleet.Land(2)[0].Commit] = 30;
        fleet.Run(Long);

        Assert.Empty(fleet.Opened);
        Assert.Contains($"{bad.Tip.Short}, which it was compared with", Fate.Of(fleet.Ledger, 2)!.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(400, 1)]
    public void A_handful_of_events_reverts_nobody_by_itself(int events, int opened)
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.RollingBack });
        var judged = fleet.Ledger.Canary! with { Suspects = [], Counted = events, Phase = CanaryPhase.Blaming };
        var seen = fleet.Seen() with { Ledger = fleet.Ledger with { Canary = judged }, Reverts = [] };

        var plan = EnvironmentDecider.Decide(seen);

        Assert.Equal(opened, plan.Moves.OfType<EnvironmentMove.OpenRevert>().Count());
        Assert.Equal(opened == 0, plan.Next.Canary!.Note?.Contains("only 4 events", StringComparison.Ordinal) == true);
    }

    /// <summary>One was taken back for harm at these places, and production runs without it.</summary>
    private static Fleet TakenBack(Row<Symptom> places)
    {
        var fleet = new Fleet { Symptoms = places };
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Reverting });
        fleet.Land([901], 0.01, reverts: [1]);
        fleet.Run(Long);
        Assert.Null(fleet.Ledger.Canary);
        return fleet;
    }
}
