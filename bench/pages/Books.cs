using System.Globalization;
using System.Text.Json;
using Sluice.Bot.Store;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Reviewing;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using Outcome = Sluice.Flow.Intake.Risk.Outcomes.Outcome;

namespace Sluice.Bench.Pages;

/// <summary>The books of a busy repository: so many pull requests over 90 days, a tenth of them open, half of those in line.</summary>
internal sealed class Books(PostgresStore store, int pulls, DateTimeOffset now)
{
    private const long Repo = 1;

    private static readonly string[] Agents = ["Claude Code", "OpenAI Codex", "Copilot", "Devin"];

    public int Open { get; } = pulls / 10;

    public int InLine => Open / 2;

    public async Task Fill()
    {
        await store.Fold([new RepositoryFact(Repo, 1, new Repository(Repo, "acme", "shop", 5, false, "main"))], default);
        foreach (var part in Enumerable.Range(1, pulls).Chunk(500))
        {
            await store.Fold([.. part.Select(number => new PullFact(Repo, 1, Pull(number)))], default);
        }

        foreach (var number in Enumerable.Range(1, pulls))
        {
            await (
                number <= pulls - Open ? Over(number)
                : number <= pulls - InLine ? Waiting(number)
                : Queued(number)
            );
        }

        await Lane();
        await Canaries();
    }

    /// <summary>One more line of news, so that what is kept in memory has something new to read.</summary>
    public Task News(long at) =>
        store.Note(
            new LaneSubject(Repo, "news"),
            at,
            LaneLedger.New,
            [new JournalLine("building", string.Create(CultureInfo.InvariantCulture, $"Build n{at} begins"), [])],
            now,
            default
        );

    private DateTimeOffset Opened(int number) => now - (TimeSpan.FromDays(90) * ((double)(pulls - number) / pulls));

    private PullRequest Pull(int number) =>
        new(
            number,
            $"PR_{number}",
            $"Change {number} of the shop's pricing and checkout",
            "What it does, and why.",
            new Actor(number % 80, $"author{number % 80}"),
            Head(number),
            $"work-{number}",
            Repo,
            "main",
            false,
            number > pulls - Open,
            false,
            null,
            [],
            Opened(number),
            Opened(number).AddHours(1)
        );

    private static Sha Head(int number) => new(number.ToString("x40", CultureInfo.InvariantCulture));

    private static string? Agent(int number) => number % 5 < 2 ? Agents[number % Agents.Length] : null;

    private static Assessment Assessed(int number) =>
        new(
            Head(number),
            Agent(number) is { } agent
                ? new OriginAssessment(
                    OriginClass.Agent,
                    agent,
                    2,
                    "ada",
                    1,
                    [new Evidence(EvidenceStrength.Structural, agent, "branch claude/…")]
                )
                : OriginAssessment.None,
            new RiskAssessment(
                (Band)(number % 3),
                0.05 + (number % 40 / 100.0),
                0.08,
                ["spread over its files", "in 2 parts of the tree", "120 lines added"]
            )
        );

    private static JournalLine Told(string kind, int number, string code) =>
        new(
            kind,
            $"It is {kind}.",
            [number],
            JsonSerializer.Serialize(
                new
                {
                    code,
                    origin = new { @class = Agent(number) is null ? "none" : "agent", agent = Agent(number) },
                    risk = new { band = "low" },
                }
            )
        );

    private async Task Over(int number)
    {
        var (pull, at, bad, eject) = (new PullSubject(Repo, number), Opened(number).AddHours(1), number % 40 == 0, number % 12 == 0);
        var done = PullLedger.New with
        {
            Ticket = 1,
            Settled = 1,
            Assessment = Assessed(number),
            Standing = new Standing(
                bad ? PullState.Reverted
                    : eject ? PullState.Left
                    : PullState.Healthy,
                bad ? Code.Reverted
                    : eject ? Code.Closed
                    : Code.CanaryHealthy,
                "So it ended.",
                NextAction.None,
                at
            ),
        };
        var outcome = new Outcome(Ending.Landed, 0.05 + (number % 40 / 100.0), Band.Low, [1, 1, 1, 1, 1, 0])
        {
            Author = $"author{number % 80}",
            Agent = Agent(number),
        };
        await store.Note(pull, 0, PullLedger.New with { Ticket = 1 }, [Told("queued", number, "queued")], at, default);
        await store.Note(pull, 1, PullLedger.New with { Ticket = 1 }, [Told("testing", number, "testing")], at.AddMinutes(2), default);
        Row<JournalLine> ends = eject
            ? [Told("ejected", number, "checks_failed")]
            : [Told("merged", number, "landed"), new(Outcome.Kind, outcome.Says(), [number], outcome.Json())];
        await store.Note(pull, 2, PullLedger.New with { Ticket = 1 }, ends, at.AddMinutes(12), default);
        Row<JournalLine> last = eject ? [] : [Told(bad ? "reverted" : "healthy", number, bad ? "reverted" : "canary_healthy")];
        await store.Note(pull, 3, done, last, at.AddMinutes(40), default);
    }

    private Task<bool> Waiting(int number)
    {
        const string asks = "It needs 1 approval of this commit and has none: its risk is medium.";
        return store.Note(
            new PullSubject(Repo, number),
            0,
            PullLedger.New with
            {
                Ticket = 1,
                Request = new QueueRequest(new Actor(1, "ada"), Permission.Write, Head(number), Priority.Normal, now, true),
                HeadSeen = new HeadSeen(Head(number), now, false),
                Assessment = Assessed(number),
                Standing = new Standing(PullState.Waiting, Code.NotApproved, asks, NextAction.GetApproval, now),
                Objections = [new Objection("approvals", asks, "Somebody approves it.")],
                Review = new ReviewNeed(ReviewKind.Approve, Head(number), 120, now) { Asks = asks },
            },
            [Told("waiting", number, "not_approved")],
            Opened(number),
            default
        );
    }

    private Task<bool> Queued(int number) =>
        store.Note(
            new PullSubject(Repo, number),
            0,
            PullLedger.New with
            {
                Ticket = 1,
                Request = new QueueRequest(new Actor(1, "ada"), Permission.Write, Head(number), Priority.Normal, now, true),
                HeadSeen = new HeadSeen(Head(number), now, false),
                Admission = new Admission(
                    1,
                    Head(number),
                    "main",
                    Priority.Normal,
                    now,
                    0.1,
                    (Band)(number % 3),
                    false,
                    Agent(number) is null ? OriginClass.None : OriginClass.Agent,
                    $"author{number % 80}"
                )
                {
                    Agent = Agent(number),
                },
                Assessment = Assessed(number),
                Standing = new Standing(PullState.Queued, Code.Queued, "It is in line.", NextAction.Wait, now),
            },
            [Told("queued", number, "queued")],
            Opened(number),
            default
        );

    private Task<bool> Lane()
    {
        var line = Enumerable.Range(pulls - InLine + 1, InLine).ToList();
        Row<Member> Members(int from, int count) =>
            line.Skip(from).Take(count).Select(number => new Member(number, Head(number), $"Change {number}", "ada")).ToRow();
        return store.Note(
            new LaneSubject(Repo, "main"),
            0,
            LaneLedger.New with
            {
                Head = Head(1),
                Line = line.Select(number => new InLine(number, 1, now)).ToRow(),
                Builds =
                [
                    new Build(
                        "b1",
                        null,
                        Head(1),
                        Members(0, 8),
                        Members(0, 8),
                        BuildKind.Spine,
                        1,
                        BuildState.Running,
                        now,
                        Head(2),
                        Head(3),
                        now
                    )
                    {
                        Odds = 0.9,
                    },
                    new Build(
                        "b2",
                        "b1",
                        Head(1),
                        Members(8, 8),
                        Members(0, 16),
                        BuildKind.Spine,
                        1,
                        BuildState.Running,
                        now,
                        Head(4),
                        Head(5),
                        now
                    )
                    {
                        Odds = 0.8,
                    },
                ],
            },
            [new JournalLine("building", "Build b1 tests them", [line[0]])],
            now,
            default
        );
    }

    private Task<bool> Canaries() =>
        store.Note(
            new EnvironmentSubject(Repo, "production"),
            0,
            EnvironmentLedger.New with
            {
                Past = Enumerable
                    .Range(1, 20)
                    .Select(at => new Canary($"c{at}", Head(at), Head(at + 1), [], CanaryPhase.Done, 0, now, now, null)
                    {
                        Created = now.AddHours(-at),
                        Ended = now.AddHours(-at),
                        End = CanaryEnd.Promoted,
                    })
                    .ToRow(),
            },
            [],
            now,
            default
        );
}
