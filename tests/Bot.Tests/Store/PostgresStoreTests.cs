using Dapper;
using Npgsql;
using Sluice.Bot.Store;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
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
    public async Task Half_a_character_is_kept_as_one_that_could_not_be_read()
    {
        var half = "x\ud83d"[..2];
        var line = new JournalLine("told", half, [3], null);

        Assert.True(await Store.Note(new PullSubject(Repo, 3), 0, PullLedger.New, [line], Some.Noon, Stop));
        await Store.Fold([new BranchFact(Repo, 5, half, Some.Sha(1))], Stop);

        Assert.Equal("x\ufffd", Assert.Single(await Store.Story(Repo, 3, Stop)).Line.Says);
        Assert.Equal("x\ufffd", (await Store.Find<BranchFact>(Repo, "", half, Stop))!.Name);
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
    public async Task Of_a_kind_of_line_only_those_from_a_time_on_are_read()
    {
        var subject = new PullSubject(Repo, 41);
        await Store.Note(subject, 0, PullLedger.New, [Some.Line("spent", 41)], Some.Noon, Stop);
        await Store.Note(
            subject,
            1,
            PullLedger.New with
            {
                Ticket = 1,
            },
            [Some.Line("spent", 41), Some.Line("other", 41)],
            Some.Noon.AddDays(1),
            Stop
        );

        var line = Assert.Single(await _store.Since(Repo, "spent", Some.Noon.AddHours(1), Stop));
        Assert.Equal(Some.Noon.AddDays(1), line.At);
    }

    [Fact]
    public async Task What_belongs_to_what_is_long_over_is_forgotten_and_nothing_else()
    {
        var (now, old) = (Stamps.Of(TimeProvider.System.GetUtcNow()), Stamps.Of(TimeProvider.System.GetUtcNow().AddDays(-90)));
        await Store.Fold(
            [
                Some.PullFact(Repo, 1, old, head: Some.Sha(1)),
                Some.CheckFact(Repo, old, Some.Sha(1)), // open: its head's checks are kept
                Some.PullFact(Repo, 2, old, open: false, head: Some.Sha(2)),
                Some.CheckFact(Repo, old, Some.Sha(2)),
                Some.CheckFact(Repo, now, Some.Sha(2), "late"),
                new BranchFact(Repo, old, "main", Some.Sha(3)),
                Some.CheckFact(Repo, old, Some.Sha(3)),
                new LandingTakenFact(Repo, old, "main", "then"),
                new LandingTakenFact(Repo, now, "main", "now"),
                new HeadMovedFact(Repo, old, "main", 1, Some.Sha(1), Some.Sha(4), null),
                new HeadMovedFact(Repo, now, "main", 1, Some.Sha(1), Some.Sha(5), null),
                new AdviceFact(Repo, old, 1, Some.Sha(1), Advice.Failure("no answer")),
                new AdviceFact(Repo, old, 2, Some.Sha(2), Advice.Failure("no answer")),
                new AnsweredFact(Repo, old, 2, 77),
                Deployed(1, old, DeploymentState.Failure),
                Deployed(2, old, DeploymentState.Success),
                Deployed(3, old + 1, DeploymentState.Success),
                Deployed(4, now, DeploymentState.Error),
                Reverted(1, old, "open"),
                Reverted(2, old, "over"),
                Reverted(3, old, "waits"),
                Reverted(4, now, "young"),
            ],
            Stop
        );
        var waits = new Canary("waits", Some.Sha(1), Some.Sha(2), [], CanaryPhase.Reverting, 0, Some.Noon, null, null);
        await Store.Note(new EnvironmentSubject(Repo, "production"), 0, EnvironmentLedger.New with { Canary = waits }, [], Some.Noon, Stop);

        await _store.Prune(DateTimeOffset.UnixEpoch, Stop);

        Assert.Single(await Store.Under<CheckFact>(Repo, Some.Sha(1).Hex, Stop));
        Assert.Equal(["late"], (await Store.Under<CheckFact>(Repo, Some.Sha(2).Hex, Stop)).Select(fact => fact.Check.Name));
        Assert.Single(await Store.Under<CheckFact>(Repo, Some.Sha(3).Hex, Stop));
        Assert.Equal(["now"], (await Store.Under<LandingTakenFact>(Repo, "main", Stop)).Select(fact => fact.Build));
        Assert.Equal([Some.Sha(5)], (await Store.Under<HeadMovedFact>(Repo, Numbers.Key(1), Stop)).Select(fact => fact.To));
        Assert.Single(await Store.Under<AdviceFact>(Repo, Numbers.Key(1), Stop));
        Assert.Empty(await Store.Under<AdviceFact>(Repo, Numbers.Key(2), Stop));
        Assert.Equal([3, 4], (await Store.Under<DeploymentFact>(Repo, "production", Stop)).Select(fact => fact.Deployment.Id));
        Assert.Equal(
            ["open", "waits", "young"],
            (await Store.Under<RevertFact>(Repo, "", Stop)).Select(fact => fact.Canary).Order(StringComparer.Ordinal)
        );
        Assert.Single(await Store.Under<AnsweredFact>(Repo, Numbers.Key(2), Stop));
        Assert.NotNull(await Store.Find<PullFact>(Repo, "", Numbers.Key(2), Stop));
    }

    [Fact]
    public async Task However_many_are_long_over_none_of_them_is_left()
    {
        var old = Stamps.Of(TimeProvider.System.GetUtcNow().AddDays(-90));
        await Store.Fold([.. Enumerable.Range(0, 5001).Select(n => new LandingTakenFact(Repo, old, "many", $"build {n}"))], Stop);

        await _store.Prune(DateTimeOffset.UnixEpoch, Stop);

        Assert.Empty(await Store.Under<LandingTakenFact>(Repo, "many", Stop));
    }

    [Fact]
    public async Task Who_tells_anew_of_what_is_long_over_never_waits_in_a_circle_with_who_forgets_it()
    {
        var (old, now) = (Stamps.Of(TimeProvider.System.GetUtcNow().AddDays(-90)), Stamps.Of(TimeProvider.System.GetUtcNow()));
        await Store.Fold([new LandingTakenFact(Repo, old, "main", "one"), new LandingTakenFact(Repo, old, "main", "two")], Stop);
        await using var connection = await database.Source.OpenConnectionAsync(Stop);
        await using var telling = await connection.BeginTransactionAsync(Stop);
        const string tell = "update facts set stamp = @now where repo = @Repo and key = @key";
        await connection.ExecuteAsync(
            tell,
            new
            {
                now,
                Repo,
                key = "two",
            },
            telling
        );

        var forgetting = _store.Prune(DateTimeOffset.UnixEpoch, Stop);
        while (!forgetting.IsCompleted && !await IsWaited(connection, telling))
        {
            await Task.Yield();
        }

        await connection.ExecuteAsync(
            tell,
            new
            {
                now,
                Repo,
                key = "one",
            },
            telling
        );
        await telling.CommitAsync(Stop);
        await forgetting;

        Assert.Equal(["two"], (await Store.Under<LandingTakenFact>(Repo, "main", Stop)).Select(fact => fact.Build));
    }

    /// <summary>Whether somebody waits for what this session holds.</summary>
    private static Task<bool> IsWaited(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        connection.ExecuteScalarAsync<bool>(
            "select exists (select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid)))",
            transaction: transaction
        );

    private DeploymentFact Deployed(long id, long stamp, DeploymentState state) =>
        new(Repo, stamp, new Deployment(id, Some.Sha(1), "production", null, state, "", Some.Noon, Some.Noon));

    private RevertFact Reverted(int number, long stamp, string canary) => new(Repo, stamp, canary, number, [9], true, Some.Sha(1));
}

/// <summary>The fake that storms run on keeps the same promises.</summary>
public sealed class MemoryStoreTests : StoreContract
{
    protected override IStore Store { get; } = new MemoryStore();
}
