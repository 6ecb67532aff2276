using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

public sealed class RevertHeadTests : TurnTest
{
    [Theory]
    [InlineData("main", true)]
    [InlineData("next", false)]
    [InlineData(null, true)]
    public async Task A_revert_that_somebody_aims_at_another_branch_is_no_revert_there(string? composedFor, bool reverts)
    {
        var pull = await Open("pears");
        var revert = new RevertFact(Repo.Id, 1, "canary", pull.Number, [3], true, new Sha(pull.HeadSha)) { Base = composedFor };
        await Store.Fold([revert], Stop);
        var turns = Turns();
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop); // in the first it noted by what it is told from its doubles

        var ledger = (await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, pull.Number), Stop)).Value!;
        Assert.Equal(reverts, ledger.Request is not null); // nobody asked for it

        await turns.Take(new LaneSubject(Repo.Id, "main"), Stop);
        var seen = await Lanes()
            .At(new LaneSubject(Repo.Id, "main"), await Store.Ledger<LaneLedger>(new LaneSubject(Repo.Id, "main"), Stop), Stop);
        Assert.Equal(reverts ? [true] : [], seen!.Entries.Select(entry => entry.Exempt));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_head_that_somebody_pushed_onto_a_revert_is_no_revert_any_more(bool own, int reverts)
    {
        var pull = await Open("pears");
        Assert.Null(Town.World.Labels.Put(As("ada"), pull, ["queue"]).Refusal?.Message);
        await Store.Fold([WorldFacts.Of(pull), .. pull.LabelEvents.Select(put => WorldFacts.Of(pull, put))], Stop);
        var composed = own ? new Sha(pull.HeadSha) : new Sha(new string('a', 40));
        await Store.Fold([new RevertFact(Repo.Id, 1, "canary", pull.Number, [3], true, composed)], Stop);
        var turns = Turns();
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop); // in the first it noted by what it is told from its doubles
        await turns.Take(new LaneSubject(Repo.Id, "main"), Stop);

        var seen = await Lanes()
            .At(new LaneSubject(Repo.Id, "main"), await Store.Ledger<LaneLedger>(new LaneSubject(Repo.Id, "main"), Stop), Stop);

        Assert.Equal(reverts, Assert.Single(seen!.Entries).Reverts.Count);
        Assert.Equal(own, seen.Entries[0].Exempt);
    }
}
