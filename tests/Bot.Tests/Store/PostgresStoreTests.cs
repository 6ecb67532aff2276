using Sluice.Bot.Store;
using Sluice.Sim.Fakes;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Store;

public sealed class PostgresStoreTests(TestDatabase database) : StoreContract, IClassFixture<TestDatabase>
{
    private readonly PostgresStore _store = new(database.Source, TimeProvider.System);

    protected override IStore Store => _store;

    [Fact]
    public async Task Text_with_zero_characters_is_kept_without_them()
    {
        await Store.Fold([Some.PullFact(Repo, 12, 5, "a\0b")], Stop);

        Assert.Equal("ab", (await Store.Find<PullFact>(Repo, "", Numbers.Key(12), Stop))!.Pull.Title);
    }

    [Fact]
    public async Task Old_deliveries_are_forgotten_and_young_ones_kept()
    {
        var id = Guid.NewGuid().ToString();
        await Receive(id, [], Stop);

        Assert.Equal(0, await _store.Prune(DateTimeOffset.UnixEpoch, Stop));
        Assert.True(await _store.Prune(TimeProvider.System.GetUtcNow().AddMinutes(1), Stop) > 0);
        Assert.NotNull(await Receive(id, [], Stop));
    }

    [Fact]
    public async Task What_belongs_to_what_is_long_over_is_forgotten_and_nothing_else()
    {
        var (now, old) = (Stamps.Of(TimeProvider.System.GetUtcNow()), Stamps.Of(TimeProvider.System.GetUtcNow().AddDays(-90)));
        await Store.Fold(
            [
                Some.PullFact(Repo, 1, old, head: Some.Sha(1)), Some.CheckFact(Repo, old, Some.Sha(1)), // open: its head's checks are kept
                Some.PullFact(Repo, 2, old, open: false, head: Some.Sha(2)), Some.CheckFact(Repo, old, Some.Sha(2)), Some.CheckFact(Repo, now, Some.Sha(2), "late"),
                new BranchFact(Repo, old, "main", Some.Sha(3)), Some.CheckFact(Repo, old, Some.Sha(3)),
                new LandingTakenFact(Repo, old, "main", "then"), new LandingTakenFact(Repo, now, "main", "now"),
                new AnsweredFact(Repo, old, 2, 77),
            ],
            Stop);

        await _store.Prune(DateTimeOffset.UnixEpoch, Stop);

        Assert.Single(await Store.Under<CheckFact>(Repo, Some.Sha(1).Hex, Stop));
        Assert.Equal(["late"], (await Store.Under<CheckFact>(Repo, Some.Sha(2).Hex, Stop)).Select(fact => fact.Check.Name));
        Assert.Single(await Store.Under<CheckFact>(Repo, Some.Sha(3).Hex, Stop));
        Assert.Equal(["now"], (await Store.Under<LandingTakenFact>(Repo, "main", Stop)).Select(fact => fact.Build));
        Assert.Single(await Store.Under<AnsweredFact>(Repo, Numbers.Key(2), Stop));
        Assert.NotNull(await Store.Find<PullFact>(Repo, "", Numbers.Key(2), Stop));
    }
}

/// <summary>The fake that storms run on keeps the same promises.</summary>
public sealed class MemoryStoreTests : StoreContract
{
    protected override IStore Store { get; } = new MemoryStore();
}
