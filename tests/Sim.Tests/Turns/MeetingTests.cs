using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Ports;
using Sluice.Turns.Pulls;

namespace Sluice.Sim.Tests.Turns;

public sealed class MeetingTests : TurnTest
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Whom_git_cannot_compare_in_its_time_keeps_nobody_else_from_being_judged(bool tooLong, int clashes)
    {
        var (ahead, head) = await Changing("ahead");
        var admission = new Admission(
            1,
            head,
            "main",
            Priority.Normal,
            Town.Clock.GetUtcNow(),
            0.1,
            Band.Low,
            false,
            OriginClass.None,
            "ada"
        );
        var ledger = PullLedger.New with { Admission = admission, Touched = new Touched(head, "main", ["good/plums.txt"]) };
        await Store.Note(new PullSubject(Repo.Id, ahead.Number), 0, ledger, [], Town.Clock.GetUtcNow(), Stop);
        var (behind, own) = await Changing("behind");
        await Mirror.Fetch(Repo, Stop);
        var (git, _) = Watched.Around<IGit>(
            Mirror,
            (what, _) =>
                tooLong && what == nameof(IGit.Conflicts) ? throw new NotNowException("took longer than 120 s", null) : Task.CompletedTask
        );

        var change = await Mirror.Change(Repo, new Sha(Town.Repo.Branch("main")!), own, Stop);
        var met = await new Meeting(Store, git).Of(Repo, WorldFacts.Of(behind).Pull, change, PullLedger.New, Stop);

        Assert.Equal(clashes, met.Clashes.Count);
    }

    private async Task<(Hub.Model.Pull Pull, Sha Head)> Changing(string branch)
    {
        var pull = await Open(branch);
        var head = Push(branch, "good/plums.txt", branch);
        await Store.Fold([WorldFacts.Of(pull)], Stop);
        return (pull, head);
    }
}
