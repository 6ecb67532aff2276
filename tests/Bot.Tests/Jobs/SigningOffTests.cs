using Npgsql;
using Sluice.Bot.Tests.Store;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Jobs;

public sealed class SigningOffTests(TestPostgres server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Who_is_alone_leaves_no_sign_of_life_behind(bool alone, long left)
    {
        var database = await server.Create();
        var taken = new Taken();
        await using (
            var engine = await TestEngine.Start(
                database,
                (subject, _) =>
                {
                    taken.Add(subject);
                    return Task.CompletedTask;
                },
                alone: alone
            )
        )
        {
            await engine.Ring(new PullSubject(1, 12));
            await taken.Wait(1);
            Assert.Equal(1, await Signs(database));
        }

        Assert.Equal(left, await Signs(database));
    }

    private static async Task<long> Signs(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("select count(*) from qrtz_scheduler_state");
        return (long)(await count.ExecuteScalarAsync(Stop))!;
    }
}
