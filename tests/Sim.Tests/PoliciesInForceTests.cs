using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests;

public sealed class PoliciesInForceTests
{
    private readonly Town _town = new(1);
    private readonly MemoryStore _store = new();
    private readonly MemoryMirror _mirror;
    private readonly PoliciesInForce _policies;

    public PoliciesInForceTests()
    {
        _mirror = new MemoryMirror(_town.World, _town.Installation);
        _policies = new PoliciesInForce(_mirror, _store, TimeProvider.System);
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

    [Fact]
    public async Task A_version_that_nobody_saw_while_it_was_whole_is_in_force_when_the_file_breaks()
    {
        Commit(Policy.Path, "version: 1\nqueue: { slots: 3 }\n");
        var valid = Commit(Policy.Path, "version: 1\nqueue: { slots: 4 }\n");
        Commit(Policy.Path, "version: 1\nqueue: { slots: many }\n");

        var inForce = await At(Commit(Policy.Path, "version: 1\nqueue: { slots: [] }\n"));

        Assert.Equal(4, inForce.Policy.Queue.Slots);
        Assert.Equal(2, Assert.Single(inForce.Faults).Line);
        Assert.Equal(valid, (await _store.Find<PolicyFact>(_town.Repo.Id, "", "main", CancellationToken.None))?.At);
    }

    [Fact]
    public async Task Where_all_of_its_latest_versions_are_broken_what_was_in_force_stays()
    {
        await At(Commit(Policy.Path, "version: 1\nqueue: { slots: 3 }\n"));
        var last = Enumerable.Range(0, 25).Select(n => Commit(Policy.Path, $"version: 1\nqueue: {{ slots: x{n} }}\n")).Last();

        Assert.Equal(3, (await At(last)).Policy.Queue.Slots);
    }

    [Fact]
    public async Task A_file_that_was_broken_from_its_beginning_leaves_the_defaults_in_force()
    {
        Commit(Policy.Path, null);
        for (var n = 0; n < 25; n++)
        {
            Commit(Policy.Path, $"version: 1\nqueue: {{ slots: x{n} }}\n");
        }

        var inForce = await At(Commit(Policy.Path, "version: [\n"));

        Assert.Equal(Policy.Default, inForce.Policy);
        Assert.True((await _store.Find<PolicyFact>(_town.Repo.Id, "", "main", CancellationToken.None))?.NeverValid);
    }

    private async Task<InForce> At(Sha commit)
    {
        var repo = WorldFacts.Of(_town.Repo, _town.Installation).Repository!;
        await _mirror.Fetch(repo, CancellationToken.None);
        return await _policies.At(repo, "main", commit, CancellationToken.None);
    }

    private Sha Commit(string path, string? text)
    {
        var done = _town.World.Refs.CommitTo(
            new Caller.User(_town.World.Accounts["ada"]),
            _town.Repo,
            "main",
            "Work",
            [KeyValuePair.Create(path, text)]
        );
        Assert.Null(done.Refusal?.Message);
        return new Sha(_town.Repo.Branch("main")!);
    }
}
