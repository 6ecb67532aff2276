using Microsoft.AspNetCore.Builder;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Reviewing;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using static Sluice.Bot.Tests.Pages.PullBooks;

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

    public async ValueTask InitializeAsync()
    {
        _source = Npgsql.NpgsqlDataSource.Create(await server.Create());
        Store = new(_source, TimeProvider.System);
        _app = await Face.Start(_source, Store);
        await Store.Fold([Some.RepositoryFact(1, 1), .. Enumerable.Range(1, 12).Select(number => Opened(number))], default);
        var past = new PastStory(Store);
        await past.Landed();
        await past.Canaries();
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
