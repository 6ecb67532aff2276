using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>Two pulls on top of one change are alike by it only until it has landed.</summary>
public sealed class BuiltOnOneTests : TurnTest
{
    [Fact]
    public async Task What_both_are_built_on_makes_them_no_doubles_once_it_is_on_the_base()
    {
        Push("lower", "good/lower.txt", string.Concat(Enumerable.Range(0, 60).Select(line => $"line {line}\n")));
        await Queue(OnLower("one"));
        var two = OnLower("two");
        Assert.Equal(Code.Duplicate, await Queue(two));

        Assert.Null(Town.World.Merging.MergeBranches(As("ada"), Town.Repo, "main", "lower", null).Refusal?.Message);
        await Mirror.Fetch(Repo, Stop);

        Assert.NotEqual(Code.Duplicate, await Turned(two));
    }

    private Pull OnLower(string branch)
    {
        Push(branch, $"good/{branch}.txt", $"{branch}\n", from: "lower");
        return Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft(branch, branch, "main")).Value;
    }

    private async Task<Code> Queue(Pull pull)
    {
        Assert.Null(Town.World.Labels.Put(As("ben"), pull, ["queue"]).Refusal?.Message);
        await Store.Fold(
            [WorldFacts.Of(Town.Repo, Town.Installation), WorldFacts.Of(pull), .. pull.LabelEvents.Select(put => WorldFacts.Of(pull, put))],
            Stop
        );
        await Mirror.Fetch(Repo, Stop);
        return await Turned(pull);
    }

    private async Task<Code> Turned(Pull pull)
    {
        var turns = Turns();
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop); // in the first it noted by what it is told from its doubles
        return (await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, pull.Number), Stop)).Value!.Standing.Code;
    }
}
