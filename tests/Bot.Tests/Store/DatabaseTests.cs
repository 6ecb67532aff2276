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

        Assert.All(
            [database.Source, database.Door],
            source => Assert.Equal(most, new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxAutoPrepare)
        );
    }

    [Fact]
    public async Task A_machine_that_stood_still_has_not_waited_for_its_database()
    {
        using var told = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        // Nobody listens at that port. Who gives up says so with a DatabaseException.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Database.Open(Settings("Host=127.0.0.1;Port=9;Username=sluice"), new StoodStill(), told.Token, waits: _ => told.CancelAsync())
        );
    }

    private static Task<Database> Open(string connection) => Database.Open(Settings(connection), TimeProvider.System, Stop);

    private static BotSettings Settings(string connection) =>
        new()
        {
            GitHub = new(new Uri("http://github.example"), new Uri("http://github.example"), null, null),
            DataPath = "",
            Database = connection,
        };

    /// <summary>For three minutes between its first glance at the clock and its second.</summary>
    private sealed class StoodStill : TimeProvider
    {
        private bool _has;

        public override long GetTimestamp()
        {
            var passed = _has ? TimeSpan.FromMinutes(3) : TimeSpan.Zero;
            _has = true;
            return base.GetTimestamp() + (long)(passed.TotalSeconds * TimestampFrequency);
        }
    }

    private static async Task<(string Limit, int Process)> Bound(Database database)
    {
        await using var connection = await database.Source.OpenConnectionAsync(Stop);
        await using var show = new NpgsqlCommand("show idle_in_transaction_session_timeout", connection);
        return ((string)(await show.ExecuteScalarAsync(Stop))!, connection.ProcessID);
    }
}
