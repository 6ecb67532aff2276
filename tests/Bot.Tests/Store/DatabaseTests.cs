using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;

namespace Sluice.Bot.Tests.Store;

public sealed class DatabaseTests(TestPostgres server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transaction_that_stands_still_is_ended_also_on_a_connection_that_was_used_before()
    {
        await using var database = await Open(await server.Create());

        var (first, again) = (await Bound(database), await Bound(database));
        Assert.Equal(("10s", "10s", first.Process), (first.Limit, again.Limit, again.Process));
    }

    [Fact]
    public async Task Nothing_is_asked_at_the_start_of_a_connection_that_a_pooler_would_refuse()
    {
        await using var database = await Open(await server.Create());

        Assert.Null(new NpgsqlConnectionStringBuilder(database.Source.ConnectionString).Options);
    }

    [Fact]
    public async Task What_the_operators_own_string_says_goes_before()
    {
        await using var database = await Open(await server.Create() + ";Options=-c idle_in_transaction_session_timeout=3s");

        Assert.Equal("3s", (await Bound(database)).Limit);
    }

    [Theory]
    [InlineData(null, 100)]
    [InlineData("0", 0)]
    public async Task Statements_stay_planned_unless_the_operator_says_otherwise(string? says, int most)
    {
        var connection = new NpgsqlConnectionStringBuilder(await server.Create());
        connection.Remove("Max Auto Prepare");
        await using var database = await Open(connection.ConnectionString + (says is null ? "" : $";Max Auto Prepare={says}"));

        Assert.All([database.Source, database.Door], source => Assert.Equal(most, new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxAutoPrepare));
    }

    private static Task<Database> Open(string connection) => Database.Open(
        new BotSettings { GitHub = new(new Uri("http://github.example"), new Uri("http://github.example"), null, null), DataPath = "", Database = connection }, TimeProvider.System, Stop);

    private static async Task<(string Limit, int Process)> Bound(Database database)
    {
        await using var connection = await database.Source.OpenConnectionAsync(Stop);
        await using var show = new NpgsqlCommand("show idle_in_transaction_session_timeout", connection);
        return ((string)(await show.ExecuteScalarAsync(Stop))!, connection.ProcessID);
    }
}
