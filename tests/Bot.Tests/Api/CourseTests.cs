using System.Text.Json;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Release.Samples;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Api;

public sealed class CourseTests(TestPostgres server)
{
    private const string Text = """
        version: 1
        canary:
          metrics: [{ name: errors, source: pushed, critical: true }]
        """;

    [Fact]
    public async Task A_canary_that_people_were_asked_about_shows_what_was_counted_since()
    {
        await using var front = await Front.Open(server);
        var (repo, now) = (front.Hub.Shop.Id, TimeProvider.System.GetUtcNow());
        var canary = new Canary("c0ffee", Some.Sha(2), Some.Sha(1), [], CanaryPhase.Asking, 0, now, now, null) { StageSince = now };
        Row<Tick> ticks = [.. Enumerable.Range(0, 7).Select(at => new Tick("c0ffee-canary-canary-5", at, 1, 20, 0.05))];
        await front.Store.Fold(
            [new PolicyFact(repo, 1, "main", Text), .. ticks.Select(tick => new ReadingFact(repo, 1, canary.Id, "errors", tick))],
            Front.Stop
        );
        await front.Store.Note(
            new EnvironmentSubject(repo, "production"),
            0,
            EnvironmentLedger.New with
            {
                Canary = canary,
            },
            [Asked(canary, ticks.Take(3).ToRow(), now)],
            now,
            Front.Stop
        );

        var page = await front.Http.GetStringAsync($"/acme/shop/deploys/{canary.Id}", Front.Stop);

        Assert.Contains("After 7 ticks", page, StringComparison.Ordinal);
    }

    /// <summary>What stands in the journal since the question.</summary>
    private static JournalLine Asked(Canary canary, Row<Tick> ticks, DateTimeOffset at)
    {
        var input = new MetricsFile(new Bounds(), [new FileMetric.Counts(new Measured("errors", ticks, true))], new Marks(), []);
        var receipt = new Receipt("acme/shop", "canary", canary.Id, canary.Sha, canary.Previous, [], at, input);
        var text = ReceiptJson.Write(receipt with { Said = AnswerJson.Of(receipt.Again()).ToRow() });
        return new JournalLine(Receipts.Kind, "judged", [], JsonSerializer.Serialize(new { canary = canary.Id, receipt = text }));
    }
}
