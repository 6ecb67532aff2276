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
}

/// <summary>The fake that storms run on keeps the same promises.</summary>
public sealed class MemoryStoreTests : StoreContract
{
    protected override IStore Store { get; } = new MemoryStore();
}
