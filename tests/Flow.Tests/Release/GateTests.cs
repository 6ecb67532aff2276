using System.Text;
using System.Text.Json;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>A GitHub check as a metric of the canary.</summary>
public sealed class GateTests
{
    private static readonly Bounds Usual = new();
    private static readonly Measured Good = Steady(10) with { Critical = true };
    private static readonly Measured Bad = Steady(40) with { Critical = true };

    [Theory]
    [InlineData(CheckState.Success, Verdict.Healthy)]
    [InlineData(CheckState.Failure, Verdict.Regressed)]
    [InlineData(CheckState.TimedOut, Verdict.Regressed)]
    [InlineData(CheckState.ActionRequired, Verdict.Regressed)]
    [InlineData(null, Verdict.Invalid)]
    [InlineData(CheckState.Queued, Verdict.Invalid)]
    [InlineData(CheckState.Running, Verdict.Invalid)]
    [InlineData(CheckState.Neutral, Verdict.Invalid)]
    [InlineData(CheckState.Skipped, Verdict.Invalid)]
    [InlineData(CheckState.Cancelled, Verdict.Invalid)]
    [InlineData(CheckState.StartupFailure, Verdict.Invalid)]
    [InlineData(CheckState.Stale, Verdict.Invalid)]
    public void Only_a_critical_check_that_says_no_regresses_and_only_one_that_says_yes_lets_good_counts_through(
        CheckState? state,
        Verdict verdict
    )
    {
        var beside = Judge.Of([Good, Smoke(state)], Usual);
        var alone = Judge.Of([Smoke(state)], Usual);

        Assert.Equal((verdict, verdict), (beside.Verdict, alone.Verdict));
        Assert.Equal((verdict == Verdict.Regressed, verdict == Verdict.Healthy), (beside.Score >= 0.8, beside.Score <= 0.2));
        Assert.Equal((verdict == Verdict.Regressed, verdict == Verdict.Healthy), (alone.Score >= 0.8, alone.Score <= 0.2));
        Assert.Equal(Judge.Of([Good], Usual).LogEHarm, beside.LogEHarm);
        Assert.Equal(["errors", "smoke"], beside.Metrics.Select(metric => metric.Name));
    }

    [Theory]
    [InlineData(CheckState.Success)]
    [InlineData(CheckState.Failure)]
    [InlineData(null)]
    public void No_check_lets_bad_counts_through(CheckState? state)
    {
        var judgement = Judge.Of([Smoke(state), Bad], Usual);

        Assert.Equal((Verdict.Regressed, Judge.Of([Bad], Usual).Score), (judgement.Verdict, judgement.Score));
        Assert.Null(judgement.Red);
    }

    [Fact]
    public void A_green_check_proves_nothing_of_counts_that_say_too_little()
    {
        var few = Steady(10, ticks: 1) with { Critical = true };

        Assert.Equal(Verdict.Inconclusive, Judge.Of([few, Smoke(CheckState.Success)], Usual).Verdict);
        Assert.Equal(Verdict.Invalid, Judge.Of([few with { Ticks = [] }, Smoke(CheckState.Success)], Usual).Verdict);
    }

    [Fact]
    public void A_check_that_is_not_critical_never_regresses_and_beside_one_that_is_decides_nothing()
    {
        var red = Smoke(CheckState.Failure) with { Critical = false };

        Assert.Equal(Verdict.Inconclusive, Judge.Of([Good, red], Usual).Verdict);
        Assert.Equal(Verdict.Healthy, Judge.Of([Good, red, Smoke(CheckState.Success) with { Name = "e2e" }], Usual).Verdict);
    }

    [Theory]
    [InlineData(CheckState.Success, "healthy", "promoting")]
    [InlineData(CheckState.Failure, "regressed", "regressed")]
    [InlineData(CheckState.Cancelled, "invalid", "asking")]
    [InlineData(null, "invalid", "asking")]
    public void Its_receipt_is_judged_again_to_the_byte(CheckState? state, string verdict, string then)
    {
        var fleet = Watched(state);

        fleet.Run(TimeSpan.FromHours(2));

        var line = Assert.Single(fleet.Journal, line => line.Kind == Receipts.Kind);
        Assert.Equal(then, fleet.Journal[fleet.Journal.IndexOf(line) + 1].Kind);
        using var kept = JsonDocument.Parse(line.Data!);
        var text = kept.RootElement.GetProperty("receipt").GetString()!;
        var receipt = Assert.IsType<FileReading<Receipt>.Read>(ReceiptJson.Read(Encoding.UTF8.GetBytes(text))).File;
        Assert.Equal(verdict, AnswerJson.Word(receipt.Again().Verdict));
        Assert.True(receipt.IsSaidAgain(receipt.Again()));
        Assert.Equal(text, ReceiptJson.Write(receipt));
    }

    [Fact]
    public void One_that_nobody_reports_keeps_it_at_its_first_weight_until_a_person_is_asked_and_still_decides_then()
    {
        var fleet = Watched(null);

        fleet.Run(TimeSpan.FromHours(2));
        Assert.Equal((CanaryPhase.Asking, 0), (fleet.Ledger.Canary!.Phase, fleet.Ledger.Canary.Weight));
        Assert.Contains(
            "smoke: the check \"smoke / production\" was not reported since the canary was deployed",
            fleet.Ledger.Canary.Note,
            StringComparison.Ordinal
        );

        fleet.Check = CheckState.Success;
        fleet.Run(TimeSpan.FromMinutes(10));
        Assert.Equal(CanaryEnd.Promoted, fleet.Ledger.Past[^1].End);
    }

    [Fact]
    public void What_is_red_and_not_critical_is_never_promoted_for_want_of_evidence()
    {
        var fleet = Watched(CheckState.Failure, critical: false);

        fleet.Run(TimeSpan.FromHours(2));

        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);
        Assert.Contains(
            "is not let through (smoke: the check \"smoke / production\" failed)",
            fleet.Ledger.Canary.Verdict!.Says,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_red_check_alone_is_enough_to_take_back_the_only_change()
    {
        var fleet = Watched(CheckState.Failure);

        fleet.Run(TimeSpan.FromMinutes(5));

        Assert.Equal("The canary is worse (smoke: the check \"smoke / production\" failed).", fleet.Ledger.Canary!.Verdict!.Says);
        Assert.Equal([1], Assert.Single(fleet.Opened).Pulls.Select(pull => pull.Number));
        Assert.Equal("smoke", fleet.Ledger.Canary.Failing[0].Metric.Name);
    }

    private static Fleet Watched(CheckState? state, bool critical = true)
    {
        var smoke = new CanaryMetric("smoke", "", "", "", "", "", critical) { Check = "smoke / production" };
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors, smoke] },
            Check = state,
        };
        fleet.Land(1);
        return fleet;
    }

    private static Measured Smoke(CheckState? state) => new("smoke", [], Critical: true) { Gate = new Gate("smoke / production", state) };

    private static Measured Steady(double canary, int ticks = 20) =>
        new("errors", Enumerable.Range(0, ticks).Select(index => new Tick("d", index, canary, 10, 0.5)).ToRow());
}
