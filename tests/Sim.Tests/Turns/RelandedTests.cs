using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;
using Landed = Sluice.Flow.Queue.Landed;
using ReviewState = Sluice.Hub.Model.ReviewState;

namespace Sluice.Sim.Tests.Turns;

/// <summary>The bot opens what lands again, and made none of it.</summary>
public sealed class RelandedTests : TurnTest
{
    [Fact]
    public async Task Who_made_what_was_taken_back_does_not_approve_that_it_lands_again_and_its_origin_stays()
    {
        Push("main", ".github/sluice.yml", "flow:\n  approvals: { low: 1, medium: 1, high: 1, agent: 1 }\n");
        var first = await Open("claude/pears");
        Push("claude/pears", "good/more.txt", by: "ben");
        await Turn(first);
        await Land(first);
        var again = await Open(first.Number);
        Approve(again, "ada");
        Approve(again, "ben");

        var own = await Turn(again);
        Assert.Equal(Code.NotApproved, own.Standing.Code);
        Assert.Equal((OriginClass.Agent, "ada"), (own.Assessment!.Origin.Class, own.Assessment.Origin.Sponsor));

        Approve(again, "cleo");
        Assert.NotNull((await Turn(again)).Admission);
    }

    [Fact]
    public async Task Nor_does_it_the_second_time()
    {
        Push("main", ".github/sluice.yml", "flow:\n  approvals: { low: 1, medium: 1, high: 1, agent: 1 }\n");
        var first = await Open("claude/pears");
        await Land(first);
        var second = await Open(first.Number);
        await Land(second);
        var third = await Open(second.Number);
        Approve(third, "ada");

        Assert.Equal(Code.NotApproved, (await Turn(third)).Standing.Code);
    }

    private void Approve(Pull pull, string by) =>
        Assert.Null(Town.World.Reviews.Submit(As(by), pull, ReviewState.Approved, "Good.").Refusal?.Message);

    private async Task<Pull> Open(int again)
    {
        var (bot, branch) = (People.As(Town.Installation), $"sluice/reland/{again}");
        Assert.Null(
            Town.World.Refs.CommitTo(
                bot,
                Town.Repo,
                branch,
                "Again",
                [KeyValuePair.Create($"good/{again}.txt", (string?)"new\n")],
                "main"
            ).Refusal?.Message
        );
        var pull = Town.World.Pulls.Open(bot, Town.Repo, new PullDraft("Again", branch, "main")).Value;
        Assert.Null(Town.World.Labels.Put(As("cleo"), pull, ["queue"]).Refusal?.Message);
        await Store.Fold([new RelandFact(Repo.Id, 1, branch, pull.Number) { Again = again }], Stop);
        return pull;
    }

    private async Task<PullLedger> Turn(Pull pull)
    {
        await Store.Fold(
            [
                WorldFacts.Of(pull),
                .. pull.LabelEvents.Select(put => WorldFacts.Of(pull, put)),
                .. pull.Reviews.Values.Select(review => WorldFacts.Of(pull, review)),
            ],
            Stop
        );
        await Mirror.Fetch(Repo, Stop);
        var turns = Turns();
        foreach (var _ in Enumerable.Range(0, 3)) // in the first two it noted whose it is, and by what it is told from its doubles
        {
            await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        }

        return (await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, pull.Number), Stop)).Value!;
    }

    /// <summary>The lane notes that a pull landed by its own head.</summary>
    private async Task Land(Pull pull)
    {
        await Store.Fold([WorldFacts.Of(pull)], Stop);
        await Mirror.Fetch(Repo, Stop);
        var (before, head) = (new Sha(Town.Repo.Branch("main")!), new Sha(pull.HeadSha));
        var landed = new Landed(pull.Number, "Pears", "ada", head, before, head, head, "main", Band.Low, 0.01, [], Town.Clock.GetUtcNow());
        var lane = new LaneSubject(Repo.Id, "main");
        var held = await Store.Ledger<LaneLedger>(lane, Stop);
        var line = new JournalLine(LandedPulls.Kind, "It landed.", [pull.Number], LandedPulls.Write([landed]));
        Assert.True(await Store.Note(lane, held.Version, held.Value ?? LaneLedger.New, [line], Town.Clock.GetUtcNow(), Stop));
    }
}
