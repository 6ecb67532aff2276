using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Storms;
using Sluice.Turns;
using IGit = Sluice.Turns.Ports.IGit;

namespace Sluice.Sim.Tests.Turns;

/// <summary>Whoever made one of a pull's commits does not approve it, however many were made since.</summary>
public sealed class MakersTests : TurnTest
{
    [Theory]
    [InlineData("ben", true)]
    [InlineData("cleo", false)]
    public async Task An_approval_by_whoever_committed_below_what_git_tells_at_once_does_not_count(string approver, bool waits)
    {
        Push("main", ".github/sluice.yml", "flow: { approvals: { low: 1, medium: 1, high: 1 } }\n");
        Push("pears", "good/pears.txt", by: "ben");
        var pull = await Open("pears");
        foreach (var each in Enumerable.Range(0, 250))
        {
            Push("pears", "good/pears.txt", $"{each}\n");
        }

        var git = Relay.Of<IGit>(
            Mirror,
            call => call.What == nameof(IGit.Commits) ? Newest((Task<Row<CommitInfo>>)call.Through()!) : call.Through()
        );
        var turns = new SubjectTurns(Store, GitHub, git, Town.Fleet, Bell, Town.Clock);
        await Store.Fold([WorldFacts.Of(pull)], Stop);
        await Mirror.Fetch(Repo, Stop);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);

        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(1));
        var review = Town.World.Reviews.Submit(As(approver), pull, Hub.Model.ReviewState.Approved, "Good.").Value;
        Assert.Null(Town.World.Labels.Put(As("ada"), pull, ["queue"]).Refusal?.Message);
        await Store.Fold(
            [WorldFacts.Of(pull), WorldFacts.Of(pull, review), .. pull.LabelEvents.Select(put => WorldFacts.Of(pull, put))],
            Stop
        );
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);

        var ledger = (await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, pull.Number), Stop)).Value!;
        Assert.Equal(waits, ledger.Standing.Code == Code.NotApproved);
        Assert.Equal(!waits, ledger.Admission is not null);

        static async Task<Row<CommitInfo>> Newest(Task<Row<CommitInfo>> commits) => (await commits).TakeLast(250).ToRow();
    }
}
