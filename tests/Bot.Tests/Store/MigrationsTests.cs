using Npgsql;
using Sluice.Bot.Store;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

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
            await Migrations.TryApply(stepwise, [.. Migrations.All.Take(number)], Stop);
        }

        await using var atOnce = NpgsqlDataSource.Create(await server.Create(empty: true));
        await Migrations.TryApply(atOnce, Migrations.All, Stop);
        Assert.Equal(await Columns(atOnce), await Columns(stepwise));
    }

    public static TheoryData<int> Earlier => [.. Enumerable.Range(1, Migrations.All.Count - 1)];

    [Theory]
    [MemberData(nameof(Earlier))]
    public async Task What_an_earlier_schema_holds_is_read_after_the_migration(int number)
    {
        var pull = Some.PullFact(1, 12, 5, "as it was");
        await using var database = NpgsqlDataSource.Create(await server.Create(empty: true));
        await Migrations.TryApply(database, [.. Migrations.All.Take(number)], Stop);
        await using (var batch = database.CreateBatch())
        {
            batch.BatchCommands.Add(
                new(
                    "insert into facts (repo, kind, parent, key, stamp, alive, news, body) values (1, 'pull', '', $1, 5, true, true, $2::jsonb)"
                )
                {
                    Parameters =
                    {
                        new() { Value = pull.Key },
                        new() { Value = StoredJson.Write(pull) },
                    },
                }
            );
            batch.BatchCommands.Add(new("insert into deliveries (id, at) values ('known', now())"));
            batch.BatchCommands.Add(
                new(
                    "insert into ledgers (subject, repo, kind, version, alive, at, body) values ('pull/1/12', 1, 'pull', 3, true, now(), $1::jsonb)"
                )
                {
                    Parameters = { new() { Value = StoredJson.Write(PullLedger.New with { Ticket = 9 }) } },
                }
            );
            batch.BatchCommands.Add(
                new(
                    "insert into journal (repo, subject, at, kind, says, pulls) values (1, 'pull/1/12', now(), 'queued', 'It is in line.', '{12}')"
                )
            );
            await batch.ExecuteNonQueryAsync(Stop);
        }

        Assert.Null(await PostgresStore.TryMigrate(database, Stop));

        var store = new PostgresStore(database, TimeProvider.System);
        Assert.Equal(pull, await store.Find<PullFact>(1, "", pull.Key, Stop));
        Assert.Null(Assert.Single(await store.Receive([new("known", [])], Stop)));
        Assert.Equal(new(PullLedger.New with { Ticket = 9 }, 3), await store.Ledger<PullLedger>(new PullSubject(1, 12), Stop));
        Assert.Equal("It is in line.", Assert.Single(await store.Story(1, 12, Stop)).Line.Says);
    }

    [Fact]
    public async Task Replicas_that_start_at_once_migrate_once()
    {
        await using var database = NpgsqlDataSource.Create(await server.Create(empty: true));
        var said = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostgresStore.TryMigrate(database, Stop)));

        Assert.Contains(said, each => each is null);
        Assert.All(said.OfType<string>(), each => Assert.EndsWith("another process is migrating it", each, StringComparison.Ordinal));
        await using var count = database.CreateCommand("select count(*) from migrations");
        Assert.Equal((long)Migrations.All.Count, await count.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task One_that_fails_leaves_nothing_behind()
    {
        await using var database = NpgsqlDataSource.Create(await server.Create());
        var number = Migrations.All.Count + 1;

        await Assert.ThrowsAsync<PostgresException>(() =>
            Migrations.TryApply(database, [.. Migrations.All, new(number, "broken", "create table half (a int); select 1 / 0")], Stop)
        );
        Assert.DoesNotContain("half", await Columns(database), StringComparison.Ordinal);
        Assert.Null(await PostgresStore.TryMigrate(database, Stop));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_both_numbers()
    {
        await using var database = NpgsqlDataSource.Create(await server.Create());
        await Migrations.TryApply(database, [.. Migrations.All, new(9999, "from the future", "select 1")], Stop);

        var refusal = await Assert.ThrowsAsync<SchemaException>(() => PostgresStore.TryMigrate(database, Stop));
        Assert.Contains($"schema 9999, this version of sluice knows {Migrations.All.Count}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_may_not_even_be_looked_up_is_said_so()
    {
        var connection = await server.Create();
        await using var database = NpgsqlDataSource.Create(connection);
        var name = $"stranger_{Guid.NewGuid():n}";
        await using (var create = database.CreateCommand($"create role {name} login password 'stranger'"))
        {
            await create.ExecuteNonQueryAsync(Stop);
        }

        await using var stranger = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connection) { Username = name, Password = "stranger" }.ConnectionString
        );

        Assert.Equal(
            "has a schema that this user may not look up (permission denied for table migrations)",
            await PostgresStore.TryMigrate(stranger, Stop)
        );
    }

    private static async Task<string> Columns(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "select string_agg(table_name || '.' || column_name || ' ' || data_type, E'\\n' order by table_name, ordinal_position) from information_schema.columns where table_schema = 'public'"
        );
        return (string)(await command.ExecuteScalarAsync(Stop))!;
    }
}
