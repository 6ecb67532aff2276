using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Reviewing;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Pages;

/// <summary>
/// The dashboard over books with one story in them: a queue with a bisection, a regressed canary with its receipt, and what agents landed.
/// </summary>
public sealed class PageHost(TestPostgres server) : IAsyncLifetime
{
    private WebApplication _app = null!;
    private Npgsql.NpgsqlDataSource _source = null!;

    public string Url => _app.Urls.First();

    public PostgresStore Store { get; private set; } = null!;

    private static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _source = Npgsql.NpgsqlDataSource.Create(await server.Create());
        Store = new(_source, TimeProvider.System);
        _app = await Face.Start(_source, Store);
        await Store.Fold([Some.RepositoryFact(1, 1), .. Enumerable.Range(1, 12).Select(number => Opened(number))], default);
        await Landed();
        await Canaries();
        await Lane(0, 3, 4, 5, 6);
        foreach (var number in new[] { 3, 4, 5, 6 })
        {
            await Queue(number);
        }

        await Waiting(1, "It needs 2 approvals of this commit and has 1 (`ada`): its risk is high.");
    }

    /// <summary>One more in line, as its own turn and the lane's would note it.</summary>
    public async Task Queue(int number)
    {
        var origin = number % 2 == 0 ? OriginClass.Agent : OriginClass.None;
        var admission = new Admission(
            1,
            Some.Sha(number),
            "main",
            Priority.Normal,
            Now.AddMinutes(-number),
            0.1,
            number == 5 ? Band.High : Band.Low,
            false,
            origin,
            "ada"
        );
        var standing = new Standing(PullState.Queued, Code.Queued, "It is in line.", NextAction.Wait, Now);
        await Store.Note(
            new PullSubject(1, number),
            0,
            PullLedger.New with
            {
                Ticket = 1,
                Admission = admission,
                Standing = standing,
                Assessment = Assessed(number),
            },
            [Told("queued", number)],
            Now,
            default
        );
    }

    /// <summary>One that waits for somebody to read it.</summary>
    private Task<bool> Waiting(int number, string asks) =>
        Store.Note(
            new PullSubject(1, number),
            0,
            PullLedger.New with
            {
                Standing = new Standing(PullState.Waiting, Code.NotApproved, asks, NextAction.GetApproval, Now),
                HeadSeen = new HeadSeen(Some.Sha(number), Now, false),
                Objections =
                [
                    new Objection("approvals", asks, "Somebody approves it."),
                    new Objection("draft", "It is a draft.", "Mark it ready."),
                ],
                Assessment = Assessed(number),
                Review = new ReviewNeed(ReviewKind.Approve, Some.Sha(number), 120, Now.AddMinutes(-50)) { Asks = asks },
            },
            [],
            Now,
            default
        );

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static PullFact Opened(int number) =>
        new(
            1,
            number,
            Some.Pull(number, $"Change <b>number</b> {number}") with
            {
                Created = Now.AddHours(-3),
                Author = new Actor(number % 3, number % 3 == 0 ? "ada" : "cleo"),
            }
        );

    private static Assessment Assessed(int number) =>
        new(
            Some.Sha(number),
            number % 2 == 0
                ? new OriginAssessment(
                    OriginClass.Agent,
                    "OpenAI Codex",
                    2,
                    "ada",
                    1,
                    [new Evidence(EvidenceStrength.Structural, "OpenAI Codex", "branch codex/…")]
                )
                : OriginAssessment.None,
            new RiskAssessment(Band.Medium, 0.2, 0.1, ["spread over its files", "in 2 parts of the tree"])
        );

    private static JournalLine Told(string kind, int number, string code = "queued") =>
        new(
            kind,
            $"It is {kind}, with #3.",
            [number],
            JsonSerializer.Serialize(
                new
                {
                    code,
                    origin = new
                    {
                        @class = number % 2 == 0 ? "agent" : "none",
                        agent = number % 2 == 0 ? "OpenAI Codex" : null,
                        model = number % 2 == 0 ? "gpt-5.1-codex" : null,
                    },
                    risk = new { band = "low" },
                }
            )
        );

    /// <summary>
    /// Those from 7 on landed within three hours; 8 was taken back. Others landed weeks ago, and it is known how they ended.
    /// </summary>
    private async Task Landed()
    {
        for (var number = 101; number <= 106; number++)
        {
            var old = new Sluice.Flow.Intake.Risk.Outcomes.Outcome(Ending.Landed, 0.1 + (number / 1000.0), Band.Low, [1, 1, 1, 1, 1, 0]);
            Row<Sluice.Flow.Intake.Risk.Outcomes.Outcome> ends = number == 102 ? [old, old with { Ending = Ending.Reverted }] : [old];
            await Store.Note(
                new PullSubject(1, number),
                0,
                PullLedger.New with
                {
                    Ticket = 1,
                    Settled = 1,
                },
                ends.Select(end => new JournalLine(Sluice.Flow.Intake.Risk.Outcomes.Outcome.Kind, end.Says(), [number], end.Json()))
                    .ToRow(),
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
            await Store.Note(pull, 0, PullLedger.New with { Ticket = 1, Settled = 1 }, [Told("queued", number)], at, default);
            await Store.Note(
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
            var outcome = new Sluice.Flow.Intake.Risk.Outcomes.Outcome(
                bad ? Ending.Reverted : Ending.Landed,
                0.1 + (number / 100.0),
                Band.Low,
                [1, 1, 1, 1, 1, 0]
            );
            Row<JournalLine> ended =
            [
                Told(bad ? "reverted" : "healthy", number),
                new(Sluice.Flow.Intake.Risk.Outcomes.Outcome.Kind, outcome.Says(), [number], outcome.Json()),
            ];
            var landed = outcome with { Ending = Ending.Landed };
            await Store.Note(
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
            await Store.Note(
                pull,
                2,
                PullLedger.New with
                {
                    Ticket = 1,
                    Settled = 1,
                },
                [new(Sluice.Flow.Intake.Risk.Outcomes.Outcome.Kind, landed.Says(), [number], landed.Json())],
                at.AddMinutes(7),
                default
            );
            await Store.Note(
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

    private async Task Canaries()
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
        await Store.Note(
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

    /// <summary>Two builds on top of each other, and one at the side that looks for the culprit of a pair.</summary>
    /// <param name="version">Of the lane's ledger that this one follows.</param>
    public Task<bool> Lane(long version, params int[] pulls)
    {
        var members = pulls.Select(number => new Member(number, Some.Sha(number), $"Change {number}", "ada")).ToRow();
        Build Build(string id, string? parent, BuildKind kind, Row<Member> adds, Row<Member> all) =>
            new(id, parent, Some.Sha(1), adds, all, kind, 1, BuildState.Running, Now, Some.Sha(20), Some.Sha(21), Now.AddMinutes(-1))
            {
                Odds = 0.9,
            };
        var ledger = LaneLedger.New with
        {
            Head = Some.Sha(1),
            Line = pulls.Select(number => new InLine(number, 1, Now.AddMinutes(-number))).ToRow(),
            Builds =
            [
                Build("b1", null, BuildKind.Spine, [members[0]], [members[0]]),
                Build("b2", "b1", BuildKind.Spine, [members[1]], [members[0], members[1]]),
                Build("b3", null, BuildKind.Side, [members[2]], [members[2]]),
            ],
            Reds = [new RedSet([members[2], members[3]], 1, [new Check("test", 1, 1, CheckState.Failure, null, null, null)])],
        };
        return Store.Note(
            new LaneSubject(1, "main"),
            version,
            ledger,
            [new("building", "Build b1 tests #3", [3])],
            TimeProvider.System.GetUtcNow(),
            default
        );
    }
}
