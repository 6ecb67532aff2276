using Sluice.Bot.Store;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Store;

public sealed class PostgresStoreTests(TestDatabase database) : StoreContract, IClassFixture<TestDatabase>
{
    private readonly PostgresStore _store = new(database.Source, TimeProvider.System);

    protected override IStore Store => _store;

    [Fact]
    public async Task Open_pulls_are_found_by_their_head()
    {
        await _store.Fold([Some.PullFact(Repo, 1, 1, head: Some.Sha(5)), Some.PullFact(Repo, 2, 1, head: Some.Sha(5), open: false), Some.PullFact(Repo, 3, 1)], Stop);

        Assert.Equal([1], (await _store.PullsWithHead(Repo, Some.Sha(5), Stop)).Select(fact => fact.Pull.Number));
    }

    [Fact]
    public async Task Old_deliveries_are_forgotten_and_young_ones_kept()
    {
        var id = Guid.NewGuid().ToString();
        await _store.Receive(id, [], Stop);

        Assert.Equal(0, await _store.Prune(DateTimeOffset.UnixEpoch, Stop));
        Assert.True(await _store.Prune(TimeProvider.System.GetUtcNow().AddMinutes(1), Stop) > 0);
        Assert.NotNull(await _store.Receive(id, [], Stop));
    }
}
