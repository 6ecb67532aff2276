using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Turns.Lanes;
using Sluice.Turns.Ports;
using Ending = Sluice.Flow.Intake.Risk.Outcomes.Ending;
using RiskOutcome = Sluice.Flow.Intake.Risk.Outcomes.Outcome;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What takes a landed pull back is known before it lands, and what was taken back is doubled by nobody.</summary>
public sealed class InverseTests : TurnTest
{
    [Theory]
    [InlineData("Revert \"Pears\"", false, 1)]
    [InlineData("Revert \"Pears\"", true, 0)]
    [InlineData("Tidy up", false, 0)]
    public async Task A_revert_made_by_hand_is_known_by_its_tree_while_it_waits_and_only_if_it_says_that_it_is_one(
        string title,
        bool more,
        int reverts
    )
    {
        await Land(90);
        var files = new List<KeyValuePair<string, string?>> { new("good/landed.txt", null) };
        if (more)
        {
            files.Add(new("good/more.txt", "more\n"));
        }

        Assert.Null(Town.World.Refs.CommitTo(As("ada"), Town.Repo, "away", "Away", files, "main").Refusal?.Message);
        var pull = Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft(title, "away", "main")).Value;
        await Queue(pull);

        var entry = Assert.Single((await Look())!.Entries);

        Assert.Equal((reverts, false), (entry.Reverts.Count, entry.Exempt));
        Assert.All(entry.Reverts, number => Assert.Equal(90, number));
        var kept = await Store.Find<InverseFact>(Repo.Id, "", Numbers.Key(pull.Number), Stop);
        Assert.Equal(title == "Tidy up" ? null : new Sha(pull.HeadSha), kept?.Head);
    }

    [Fact]
    public async Task Whose_work_it_takes_back_is_noted_as_it_lands()
    {
        var first = await Open("pears", "ada");
        await Land(first.Number);
        Assert.Null(
            Town.World.Refs.CommitTo(As("ben"), Town.Repo, "away", "Away", [new("good/landed.txt", null)], "main").Refusal?.Message
        );
        var pull = Town.World.Pulls.Open(As("ben"), Town.Repo, new PullDraft("Revert \"Pears\"", "away", "main")).Value;
        await Queue(pull);
        Assert.Equal([first.Number], Assert.Single((await Look())!.Entries, entry => entry.Number == pull.Number).Reverts);

        var lane = new LaneSubject(Repo.Id, "main");
        var held = await Store.Ledger<LaneLedger>(lane, Stop);
        var (head, now) = (new Sha(pull.HeadSha), Town.Clock.GetUtcNow());
        var ended = new Flow.Queue.Outcome(pull.Number, 1, head, PullState.Landed, Code.Landed, "1", head, [], null, null, [], now);
        Assert.True(await Store.Note(lane, held.Version, held.Value! with { Outcomes = [ended] }, [], now, Stop));
        await Turns().Take(new PullSubject(Repo.Id, pull.Number), Stop);

        var noted = (await Store.Journal(Repo.Id, RiskOutcome.Kind, 0, Stop)).Where(row => row.Line.Pulls.Contains(first.Number));
        var outcome = RiskOutcome.Read(Assert.Single(noted).Line.Data)!;
        Assert.Equal((Ending.Reverted, "ada"), (outcome.Ending, outcome.Author));
    }

    [Fact]
    public async Task What_takes_back_what_landed_on_one_branch_takes_nothing_back_on_another()
    {
        Push("main", ".github/sluice.yml", "queue: { branches: [main, next] }\n");
        await Land(90);
        Push("next", "good/next.txt");
        Assert.Null(
            Town.World.Refs.CommitTo(As("ada"), Town.Repo, "away", "Away", [new("good/landed.txt", null)], "main").Refusal?.Message
        );
        var pull = Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft("Revert \"Pears\"", "away", "main")).Value;
        await Queue(pull);
        Assert.Equal([90], Assert.Single((await Look())!.Entries).Reverts);

        Assert.Null(Town.World.Pulls.Edit(As("ada"), pull, new PullEdit(Base: "next")).Refusal?.Message);
        await Queue(pull);

        Assert.Empty(Assert.Single((await Look("next"))!.Entries).Reverts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_taken_back_on_the_base_is_doubled_by_nobody(bool isTakenBack)
    {
        var first = await Open("pears", "ada");
        await Land(first.Number);
        var held = await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, first.Number), Stop);
        Assert.NotNull(held.Value!.Print);
        var landed = held.Value with { Standing = held.Value.Standing with { State = PullState.Landed, Since = Town.Clock.GetUtcNow() } };
        Assert.True(await Store.Note(new PullSubject(Repo.Id, first.Number), held.Version, landed, [], Town.Clock.GetUtcNow(), Stop));
        if (isTakenBack)
        {
            Assert.Null(
                Town.World.Refs.CommitTo(As("ada"), Town.Repo, "main", "Back", [new("good/landed.txt", null)], null).Refusal?.Message
            );
            await Mirror.Fetch(Repo, Stop);
        }

        var second = await Open("apples", "ben");

        var standing = (await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, second.Number), Stop)).Value!.Standing;
        Assert.Equal(isTakenBack, standing.Code != Code.Duplicate);
    }

    private async Task<Pull> Open(string branch, string by)
    {
        Push(branch, $"good/{branch}.txt", by: by);
        var pull = Town.World.Pulls.Open(As(by), Town.Repo, new PullDraft(branch, branch, "main") { Body = "Fixes #3" }).Value;
        await Queue(pull);
        return pull;
    }

    private async Task Queue(Pull pull)
    {
        Assert.Null(Town.World.Labels.Put(As("ada"), pull, ["queue"]).Refusal?.Message);
        await Store.Fold(
            [WorldFacts.Of(Town.Repo, Town.Installation), WorldFacts.Of(pull), .. pull.LabelEvents.Select(put => WorldFacts.Of(pull, put))],
            Stop
        );
        var turns = Turns();
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop); // in the first it noted by what it is told from its doubles
    }

    /// <summary>A commit on the base of which the lane noted that a pull landed by it.</summary>
    private async Task Land(int number)
    {
        var before = new Sha(Town.Repo.Branch("main")!);
        var after = Push("main", "good/landed.txt", "landed\n");
        await Mirror.Fetch(Repo, Stop);
        var landed = new Landed(number, "Pears", "ada", after, before, after, after, "main", Band.Low, 0.01, [], Town.Clock.GetUtcNow());
        var line = new JournalLine(LandedPulls.Kind, "It landed.", [number], LandedPulls.Write([landed]));
        var lane = new LaneSubject(Repo.Id, "main");
        var held = await Store.Ledger<LaneLedger>(lane, Stop);
        Assert.True(
            await Store.Note(lane, held.Version, (held.Value ?? LaneLedger.New) with { Head = after }, [line], Town.Clock.GetUtcNow(), Stop)
        );
    }

    private async Task<LaneSeen?> Look(string lane = "main") =>
        await Lanes().At(new LaneSubject(Repo.Id, lane), await Store.Ledger<LaneLedger>(new LaneSubject(Repo.Id, lane), Stop), Stop);
}
