using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Sim.Fakes;
using Sluice.Turns.Lanes;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>Which heads the bot may move, and which answers are about the move that is asked for.</summary>
public sealed class HeadLookTests : TurnTest
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    public async Task An_answer_from_before_a_restore_was_decided_is_about_another(int seconds, int answers)
    {
        var pull = await Open("pears");
        var now = Town.Clock.GetUtcNow();
        var (head, made) = (new Sha(pull.HeadSha), new Sha(new string('a', 40)));
        await Store.Fold([new HeadMovedFact(Repo.Id, Stamps.Of(now.AddSeconds(seconds)), "main", pull.Number, made, head, null)], Stop);

        var seen = await Look(LaneLedger.New with { Restores = [new HeadMove(pull.Number, head, "pears", head, made, now)] });

        Assert.Equal(answers, seen.HeadMoves.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_branch_that_was_ever_the_base_of_a_pull_is_not_moved(bool wasBase)
    {
        Push("main", ".github/sluice.yml", "queue:\n  method: squash\n");
        var pull = await Open("pears");
        Assert.Null(Town.World.Labels.Put(As("ada"), pull, ["queue"]).Refusal?.Message);
        await Store.Fold([WorldFacts.Of(pull), .. pull.LabelEvents.Select(put => WorldFacts.Of(pull, put))], Stop);
        var turns = Turns();
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop); // in the first it noted by what it is told from its doubles
        if (wasBase)
        {
            await Store.Fold([new RulesFact(Repo.Id, 1, "pears", BranchRules.None)], Stop);
        }

        Assert.Equal(wasBase ? null : "pears", Assert.Single((await Look(LaneLedger.New)).Entries).Branch);
    }

    private async Task<LaneSeen> Look(LaneLedger ledger) =>
        (await Lanes().At(new LaneSubject(Repo.Id, "main"), new Versioned<LaneLedger>(ledger, 1), Stop))!;
}
