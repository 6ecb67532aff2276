using System.Text;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>What is compared with something that is unhealthy itself is not judged.</summary>
public sealed class BaselineHealthTests
{
    private static readonly Bounds Usual = new();

    [Theory]
    [InlineData(20)]
    [InlineData(2000)]
    public void A_baseline_that_is_suddenly_many_times_worse_together_with_the_canary_is_invalid(int times)
    {
        var judgement = Judge.Of([Stream(10, 1, 10 * times, 8)], Usual);

        Assert.Equal(Verdict.Invalid, judgement.Verdict);
        Assert.Equal(Verdict.Invalid, judgement.Metrics[0].Verdict);
        Assert.Contains("the baseline itself is unhealthy", judgement.Metrics[0].Reason, StringComparison.Ordinal);
        Assert.Contains("look at what is wrong outside of the canary", judgement.Metrics[0].Reason, StringComparison.Ordinal);
        Assert.Equal(Verdict.Healthy, Judge.Of([Stream(10, 1, 10 * times, 8) with { Usual = null, Deflate = false }], Usual).Verdict);
    }

    [Fact]
    public void Such_ticks_count_to_neither_side_and_judging_goes_on_once_it_is_over()
    {
        var (calm, storm) = (Stream(10, 1, 0, 0), Stream(10, 1, 200, 30));
        var after = storm with { Ticks = [.. storm.Ticks, .. Stream(40, 1, 0, 0).Ticks] };
        var worse = storm with { Ticks = [.. storm.Ticks, .. Stream(40, 4, 0, 0).Ticks] };

        Assert.InRange(Judge.Of([storm], Usual).LogESafe, Judge.Of([calm], Usual).LogESafe - 1e-9, Judge.Of([calm], Usual).LogESafe + 1e-9);
        Assert.Equal(Verdict.Healthy, Judge.Of([after], Usual).Verdict);
        Assert.Equal(Verdict.Regressed, Judge.Of([worse], Usual).Verdict);
    }

    [Fact]
    public void More_traffic_is_no_bad_health_where_it_is_known()
    {
        var rush = Enumerable.Range(0, 20).Select(index => new Tick("d", index, 200, 200, 0.5) { Exposure = 2000 }).ToRow();

        Assert.Equal(Verdict.Invalid, Judge.Of([new Measured("errors", rush) { Usual = new Usual(10) }], Usual).Verdict);
        Assert.Equal(Verdict.Healthy, Judge.Of([new Measured("errors", rush) { Usual = new Usual(10, 100) }], Usual).Verdict);
    }

    [Fact]
    public void A_canary_alone_that_is_far_worse_is_judged_as_ever() =>
        Assert.Equal(Verdict.Regressed, Judge.Of([Stream(20, 20, 0, 0)], Usual).Verdict);

    [Fact]
    public void The_watch_changes_nothing_for_a_baseline_as_usual_and_raises_no_alarms_where_it_flickers()
    {
        var (dice, alarms) = (new Dice(7), 0);
        for (var run = 0; run < 300; run++)
        {
            // Around the bound the baseline is now healthy and now not: what is left out must not favour a side.
            var edge = new Measured(
                "errors",
                Enumerable.Range(0, 400).Select(index => new Tick("d", index, dice.Poisson(20), dice.Poisson(20), 0.5)).ToRow(),
                Deflate: false
            );
            alarms += Judge.Of([edge with { Usual = new Usual(1) }], Usual).Crossed is { Side: Side.Harm } ? 1 : 0;
            Assert.Equal(Judge.Of([edge], Usual), Judge.Of([edge with { Usual = new Usual(20) }], Usual));
        }

        Assert.InRange(alarms, 0, 3);
    }

    [Fact]
    public void A_shared_outage_neither_promotes_nor_rolls_back_and_a_canary_goes_on_after_it()
    {
        var fleet = new Fleet
        {
            Traffic = [new MetricTraffic("errors", 40, null)],
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors] },
        };
        fleet.Land(1);
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Baking });
        fleet.ErrorsPerMinute = 100_000;
        fleet.Run(fleet.Policy.BakeMax + TimeSpan.FromMinutes(10));

        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);
        Assert.Contains("the baseline itself is unhealthy", fleet.Ledger.Canary.Note, StringComparison.Ordinal);
        Assert.DoesNotContain(fleet.Deploys, deploy => deploy.Payload.Stage is "rollback" or "production");

        fleet.ErrorsPerMinute = 40;
        fleet.Run(TimeSpan.FromHours(6));
        Assert.Null(fleet.Ledger.Canary);
        Assert.Equal(CanaryEnd.Promoted, Assert.Single(fleet.Ledger.Past).End);
        var receipts = fleet.Journal.Where(line => line.Kind == Receipts.Kind).Select(line => ReceiptOf(line)).ToList();
        Assert.NotEmpty(receipts);
        Assert.All(receipts, receipt => Assert.True(receipt.IsSaidAgain(receipt.Again())));
        Assert.All(receipts, receipt => Assert.NotNull(Assert.IsType<FileMetric.Counts>(receipt.Input.Metrics[0]).Metric.Usual));
    }

    private static Receipt ReceiptOf(JournalLine line)
    {
        using var kept = System.Text.Json.JsonDocument.Parse(line.Data!);
        return
            ReceiptJson.Read(Encoding.UTF8.GetBytes(kept.RootElement.GetProperty("receipt").GetString()!))
                is FileReading<Receipt>.Read { File: var receipt }
            ? receipt
            : throw new InvalidOperationException("it cannot be read");
    }

    /// <summary>Ten events a tick on each track, or so many times as many on the canary; then as many as are given, on both.</summary>
    private static Measured Stream(int calm, double times, double storm, int stormy) =>
        new(
            "errors",
            Enumerable
                .Range(0, calm + stormy)
                .Select(index => index < calm ? new Tick("d", index, 10 * times, 10, 0.5) : new Tick("d", index, storm, storm, 0.5))
                .ToRow()
        )
        {
            Usual = new Usual(10),
        };
}
