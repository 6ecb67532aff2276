using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Sim.Storms;
using Sluice.Turns;

namespace Sluice.Sim.Tests;

public sealed class PoliciesInForceTests
{
    private readonly Town _town = new(1);
    private readonly MemoryMirror _mirror;
    private readonly PoliciesInForce _policies;

    public PoliciesInForceTests()
    {
        _mirror = new MemoryMirror(_town.World, _town.Installation);
        _policies = new PoliciesInForce(_mirror, new MemoryStore(), TimeProvider.System);
    }

    [Fact]
    public async Task A_landing_that_leaves_the_file_alone_makes_no_second_policy_to_be_kept()
    {
        var first = await At(Commit(Policy.Path, "version: 1\nqueue: { slots: 3 }\n"));
        var second = await At(Commit("docs/guide.md", "better\n"));

        Assert.Equal(3, second.Policy.Queue.Slots);
        Assert.Same(first, second);
    }

    [Fact]
    public async Task A_landing_that_writes_another_file_is_read()
    {
        await At(Commit(Policy.Path, "version: 1\nqueue: { slots: 3 }\n"));

        Assert.Equal(4, (await At(Commit(Policy.Path, "version: 1\nqueue: { slots: 4 }\n"))).Policy.Queue.Slots);
    }

    private async Task<InForce> At(Sha commit)
    {
        var repo = WorldFacts.Of(_town.Repo, _town.Installation).Repository!;
        await _mirror.Fetch(repo, CancellationToken.None);
        return await _policies.At(repo, "main", commit, CancellationToken.None);
    }

    private Sha Commit(string path, string text)
    {
        var done = _town.World.Refs.CommitTo(new Caller.User(_town.World.Accounts["ada"]), _town.Repo, "main", "Work", [KeyValuePair.Create(path, (string?)text)]);
        Assert.Null(done.Refusal?.Message);
        return new Sha(_town.Repo.Branch("main")!);
    }
}
