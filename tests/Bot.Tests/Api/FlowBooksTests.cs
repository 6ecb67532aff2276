using Npgsql;
using Sluice.Bot.Api;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Api;

public sealed class FlowBooksTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reading_that_broke_off_loses_nothing_to_the_next()
    {
        var (store, now) = (new PostgresStore(database.Source, TimeProvider.System), TimeProvider.System.GetUtcNow());
        await store.Fold([Opened(1, now.AddHours(-2)), Opened(2, now.AddHours(-1))], Stop);
        var books = new FlowBooks(store, TimeProvider.System);
        await Run("alter table journal rename to hidden");
        await Assert.ThrowsAsync<PostgresException>(() => books.Of(1, 30, Stop));
        await Run("alter table hidden rename to journal");

        Assert.Equal(2, (await books.Of(1, 30, Stop)).Opened);
    }

    [Fact]
    public async Task A_pull_request_that_is_told_after_one_that_was_opened_later_counts_too()
    {
        var (store, now) = (new PostgresStore(database.Source, TimeProvider.System), TimeProvider.System.GetUtcNow());
        var (clock, fresh) = (new Later(), Opened(22, now.AddMinutes(-5)) with { Repo = 2 });
        await store.Fold([fresh], Stop);
        var books = new FlowBooks(store, clock);
        Assert.Equal(1, (await books.Of(2, 30, Stop)).Opened);

        await store.Fold([Opened(21, now.AddMinutes(-6)) with { Repo = 2 }], Stop);
        clock.By = TimeSpan.FromSeconds(10);

        Assert.Equal(2, (await books.Of(2, 30, Stop)).Opened);
    }

    private sealed class Later : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
    }

    private static Turns.Ports.PullFact Opened(int number, DateTimeOffset at)
    {
        var fact = Some.PullFact(1, number, 1);
        return fact with { Pull = fact.Pull with { Created = at } };
    }

    private async Task Run(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
