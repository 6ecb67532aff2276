using System.Text.Json;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;
using static Sluice.Bot.Tests.Pages.PullBooks;
using Outcome = Sluice.Flow.Intake.Risk.Outcomes.Outcome;

namespace Sluice.Bot.Tests.Pages;

/// <summary>What the dashboard's story has behind it.</summary>
internal sealed class PastStory(PostgresStore store)
{
    /// <summary>
    /// Those from 7 on landed within three hours; 8 was taken back. Others landed weeks ago, and it is known how they ended.
    /// </summary>
    public async Task Landed()
    {
        for (var number = 101; number <= 106; number++)
        {
            var old = new Outcome(Ending.Landed, 0.1 + (number / 1000.0), Band.Low, [1, 1, 1, 1, 1, 0]);
            Row<Outcome> ends = number == 102 ? [old, old with { Ending = Ending.Reverted }] : [old];
            await store.Note(
                new PullSubject(1, number),
                0,
                PullLedger.New with
                {
                    Ticket = 1,
                    Settled = 1,
                },
                ends.Select(end => new JournalLine(Outcome.Kind, end.Says(), [number], end.Json())).ToRow(),
                Now.AddDays(-20),
                default
            );
        }

        for (var number = 7; number <= 12; number++)
        {
            var (pull, at) = (new PullSubject(1, number), Now.AddMinutes(-150 + (number * 5)));
            var bad = number == 8;
            var standing = new Standing(
                bad ? PullState.Reverted : PullState.Healthy,
                bad ? Code.Reverted : Code.CanaryHealthy,
                "So it ended, after #7.",
                NextAction.None,
                at
            );
            await store.Note(pull, 0, PullLedger.New with { Ticket = 1, Settled = 1 }, [Told("queued", number)], at, default);
            await store.Note(
                pull,
                1,
                PullLedger.New with
                {
                    Ticket = 1,
                    Settled = 1,
                },
                [Told("testing", number)],
                at.AddMinutes(2),
                default
            );
            var outcome = new Outcome(bad ? Ending.Reverted : Ending.Landed, 0.1 + (number / 100.0), Band.Low, [1, 1, 1, 1, 1, 0]);
            Row<JournalLine> ended =
            [
                Told(bad ? "reverted" : "healthy", number),
                new(Outcome.Kind, outcome.Says(), [number], outcome.Json()),
            ];
            var landed = outcome with { Ending = Ending.Landed };
            await store.Note(
                new LaneSubject(1, "old"),
                number - 7,
                LaneLedger.New,
                [
                    new(
                        "green",
                        $"Build b{number} passed",
                        [number],
                        """{"build":"b","checks":[{"name":"test","state":"Success","seconds":90}]}"""
                    ),
                    new("landed", $"#{number} landed", [number]),
                ],
                at.AddMinutes(6),
                default
            );
            await store.Note(
                pull,
                2,
                PullLedger.New with
                {
                    Ticket = 1,
                    Settled = 1,
                },
                [new(Outcome.Kind, landed.Says(), [number], landed.Json())],
                at.AddMinutes(7),
                default
            );
            await store.Note(
                pull,
                3,
                PullLedger.New with
                {
                    Ticket = 1,
                    Settled = 1,
                    Standing = standing,
                    Assessment = Assessed(number),
                },
                ended,
                at.AddMinutes(20),
                default
            );
        }
    }

    /// <summary>One, that regressed and was taken back.</summary>
    public async Task Canaries()
    {
        var ticks = Enumerable.Range(0, 30).Select(at => new Tick("bad", at, 3 + (at % 3), 2, 0.5)).ToRow();
        var input = new MetricsFile(
            new Bounds(),
            [new FileMetric.Counts(new Measured("errors", ticks, Critical: true))],
            new Sluice.Flow.Release.Samples.Marks(),
            []
        );
        var receipt = new Receipt("acme/shop", "canary", "bad", Some.Sha(8), Some.Sha(7), [7, 8], Now, input);
        receipt = receipt with { Said = AnswerJson.Of(receipt.Again()).ToRow() };
        var judged = Judge.Of([input.Metrics.OfType<FileMetric.Counts>().Single().Metric], input.Bounds);
        var canary = new Canary(
            "bad",
            Some.Sha(8),
            Some.Sha(7),
            [],
            CanaryPhase.Done,
            0,
            Now,
            Now,
            new CanaryVerdict(judged.Verdict, judged.Score, judged.Metrics, "The canary is worse.", Now)
        )
        {
            Created = Now.AddHours(-1),
            Ended = Now.AddMinutes(-50),
            End = CanaryEnd.Reverted,
            Blame = new Blame(8, 0.97, "It changes what fails."),
            RevertPull = 9,
        };
        var data = JsonSerializer.Serialize(new { canary = "bad" });
        await store.Note(
            new EnvironmentSubject(1, "production"),
            0,
            EnvironmentLedger.New with
            {
                Past = [canary],
            },
            [
                new("regressed", "The canary is worse.", [7, 8], data),
                new("rolled_back", "What ran before runs again.", [7, 8], data),
                new(Receipts.Kind, "judged", [], JsonSerializer.Serialize(new { canary = "bad", receipt = ReceiptJson.Write(receipt) })),
            ],
            Now.AddMinutes(-50),
            default
        );
    }
}
