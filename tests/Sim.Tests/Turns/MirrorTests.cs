using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Sim.Fakes;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

public sealed class MirrorTests : TurnTest
{
    [Fact]
    public async Task A_base_whose_new_commit_came_with_another_branch_is_fetched_all_the_same()
    {
        var mirror = new Mirror(Mirror, Store, Town.Clock);
        var ahead = Push("ahead", "good/ahead.txt");
        await Mirror.Fetch(Repo, Stop);
        Town.World.Refs.Move(As("ada"), Town.Repo, [new("refs/heads/main", Town.Repo.Branch("main"), ahead.Hex)], "push");
        Assert.NotEqual(ahead, await Mirror.Branch(Repo, "main", Stop));
        await Store.Fold([new BranchFact(Repo.Id, Stamps.Of(Town.Clock.GetUtcNow()), "main", ahead)], Stop);

        Assert.Equal(ahead, await mirror.Base(Repo, "main", Stop));
    }

    [Fact]
    public async Task A_base_that_stands_where_it_was_told_is_not_fetched_again()
    {
        var (git, watch) = Watched.Around<IGit>(Mirror);
        var mirror = new Mirror(git, Store, Town.Clock);
        var head = await mirror.Base(Repo, "main", Stop);
        await Store.Fold([new BranchFact(Repo.Id, Stamps.Of(Town.Clock.GetUtcNow()), "main", head)], Stop);
        await mirror.Base(Repo, "main", Stop);

        Assert.Single(watch.Asked, asked => asked.What == nameof(IGit.Fetch));
    }

    [Fact]
    public async Task What_another_replica_composed_is_fetched_before_it_lands_and_refused_where_it_is_nowhere()
    {
        var pull = await Open("work");
        await Mirror.Fetch(Repo, Stop);
        var other = new MemoryMirror(Town.World, Town.Installation);
        var main = new Sha(Town.Repo.Branch("main")!);
        var members = Row.Of([new Member(pull.Number, new Sha(pull.HeadSha), pull.Title, "ada")]);
        var composed = (await other.Compose(Repo, new LaneMove.Compose("b1", "", main, members, 1, Town.Clock.GetUtcNow()), Stop))
            .Candidate!
            .Value;

        Assert.IsType<PushAnswer.Refused>(await Mirror.Push(Repo, "main", composed, main, Stop));
        Assert.Equal(main.Hex, Town.Repo.Branch("main"));

        Assert.IsType<PushAnswer.Done>(await other.Push(Repo, "sluice/queue/main/b1", composed, null, Stop));
        Assert.IsType<PushAnswer.Done>(await Mirror.Push(Repo, "main", composed, main, Stop));
        Assert.Equal(composed.Hex, Town.Repo.Branch("main"));
    }
}
