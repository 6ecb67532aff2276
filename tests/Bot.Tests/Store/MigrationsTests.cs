using Npgsql;
using Sluice.Bot.Store;

namespace Sluice.Bot.Tests.Store;

public sealed class MigrationsTests(TestPostgres server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void They_are_numbered_without_gaps() =>
        Assert.Equal(Enumerable.Range(1, Migrations.All.Count), Migrations.All.Select(migration => migration.Number));

    [Fact]
    public async Task Each_applies_on_an_empty_and_on_the_previous_schema()
    {
        await using var stepwise = NpgsqlDataSource.Create(await server.Create(empty: true));
        for (var number = 1; number <= Migrations.All.Count; number++)
        {
            await Migrations.Apply(stepwise, [.. Migrations.All.Take(number)], Stop);
        }

        await using var atOnce = NpgsqlDataSource.Create(await server.Create(empty: true));
        await Migrations.Apply(atOnce, Migrations.All, Stop);
        Assert.Equal(await Columns(atOnce), await Columns(stepwise));
    }

    [Fact]
    public async Task Replicas_that_start_at_once_migrate_once()
    {
        await using var database = NpgsqlDataSource.Create(await server.Create(empty: true));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostgresStore.Migrate(database, Stop)));

        await using var count = database.CreateCommand("select count(*) from migrations");
        Assert.Equal((long)Migrations.All.Count, await count.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task One_that_fails_leaves_nothing_behind()
    {
        await using var database = NpgsqlDataSource.Create(await server.Create());
        var number = Migrations.All.Count + 1;

        await Assert.ThrowsAsync<PostgresException>(() =>
            Migrations.Apply(database, [.. Migrations.All, new(number, "broken", "create table half (a int); select 1 / 0")], Stop));
        Assert.DoesNotContain("half", await Columns(database), StringComparison.Ordinal);
        await PostgresStore.Migrate(database, Stop);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_both_numbers()
    {
        await using var database = NpgsqlDataSource.Create(await server.Create());
        await Migrations.Apply(database, [.. Migrations.All, new(9999, "from the future", "select 1")], Stop);

        var refusal = await Assert.ThrowsAsync<SchemaException>(() => PostgresStore.Migrate(database, Stop));
        Assert.Contains($"schema 9999, this version of sluice knows {Migrations.All.Count}", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<string> Columns(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "select string_agg(table_name || '.' || column_name || ' ' || data_type, E'\\n' order by table_name, ordinal_position) from information_schema.columns where table_schema = 'public'");
        return (string)(await command.ExecuteScalarAsync(Stop))!;
    }
}
