using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Storms;

namespace Sluice.Sim.Tests;

/// <summary>What lands is what was tested, by what GitHub holds and not by what it was sent.</summary>
public sealed class LandedTreeTests
{
    private readonly Town _town = new(3);

    [Fact]
    public void A_tree_that_nobody_tested_halts_the_lane()
    {
        _town.World.Weather = Hub.Model.Weather.Fine with { OtherTrees = 1 };
        Open("good/one.txt");
        Work();
        var halted = Lane.Halted;
        var main = _town.Repo.Branch("main");
        Assert.Contains($"main stands at {main![..12]}", halted, StringComparison.Ordinal);
        Assert.Contains("was tested and pushed", halted, StringComparison.Ordinal);

        _town.World.Weather = Hub.Model.Weather.Fine;
        Open("good/two.txt");
        Work();
        Assert.Equal((halted, main), (Lane.Halted, _town.Repo.Branch("main")));
    }

    [Fact]
    public void What_was_tested_lands_and_the_lane_goes_on()
    {
        var pull = Open("good/one.txt");
        Work();
        Assert.True(pull.IsMerged);
        Assert.Null(Lane.Halted);
    }

    private LaneLedger Lane => _town.Store.Ledger<LaneLedger>(new LaneSubject(_town.Repo.Id, "main"), CancellationToken.None).Result.Value!;

    private void Work() => _town.RunUntil(_town.Clock.GetUtcNow() + TimeSpan.FromHours(1));

    private Hub.Model.Pull Open(string path)
    {
        var by = new Caller.User(_town.World.Accounts["ada"]);
        var branch = path.Replace('/', '-');
        Assert.Null(
            _town
                .World.Refs.CommitTo(by, _town.Repo, branch, "Work", [KeyValuePair.Create(path, (string?)"new\n")], "main")
                .Refusal?.Message
        );
        var pull = _town.World.Pulls.Open(by, _town.Repo, new PullDraft($"Work in {path}", branch, "main")).Value;
        Assert.Null(_town.World.Labels.Put(by, pull, ["queue"]).Refusal?.Message);
        return pull;
    }
}
