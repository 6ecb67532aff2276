using Npgsql;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Webhooks;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class GatheringTests
{
    private readonly Lock _gate = new();
    private readonly List<IReadOnlyList<string>> _transactions = [];
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<long> _rung = [];
    private readonly Gathering _gathering;
    private TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GatheringTests() => _gathering = new(Take, news => _rung.AddRange(news.Select(fact => fact.Repo)));

    [Fact]
    public async Task Whoever_comes_while_one_is_stored_is_stored_together()
    {
        var held = await Held();
        var others = new[] { Receive("a"), Receive("b"), Receive("c") };
        Assert.DoesNotContain(others, other => other.IsCompleted);
        _release.SetResult();

        Assert.All(await Task.WhenAll([held, .. others]), Assert.True);
        Assert.Equal(
            [
                ["held"],
                ["held"],
                ["a", "b", "c"],
            ],
            _transactions
        );
    }

    [Fact]
    public async Task One_that_cannot_be_stored_takes_none_of_its_neighbours_with_it()
    {
        var held = await Held();
        var (good, poison, fine) = (Receive("good"), Receive("poison"), Receive("fine"));
        _release.SetResult();

        Assert.True(await good);
        Assert.True(await fine);
        Assert.True(await held);
        await Assert.ThrowsAsync<PostgresException>(() => poison);
    }

    [Fact]
    public async Task Nor_does_one_that_is_no_fault_of_the_databases()
    {
        var held = await Held();
        var (good, odd) = (Receive("good"), Receive("odd"));
        _release.SetResult();

        Assert.True(await good);
        Assert.True(await held);
        await Assert.ThrowsAsync<InvalidOperationException>(() => odd);
    }

    [Fact]
    public async Task What_is_stored_is_rung_for_once()
    {
        var held = await Held();
        var (bad, good) = (Receive("poison", 13), Receive("good", 7));
        _release.SetResult();

        await Assert.ThrowsAsync<PostgresException>(() => bad);
        Assert.True(await good);
        Assert.True(await held);
        Assert.Equal([7], _rung);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_told_to_all_who_wait_and_asked_again_by_the_next()
    {
        var held = await Held();
        var others = new[] { Receive("gone"), Receive("b") };
        _release.SetResult();

        foreach (var other in others)
        {
            await Assert.ThrowsAsync<NpgsqlException>(() => other);
        }

        Assert.True(await held);
        Assert.True(await Receive("later"));
        Assert.Equal(
            [
                ["held"],
                ["held"],
                ["gone", "b"],
                ["later"],
            ],
            _transactions
        );
    }

    [Fact]
    public async Task Who_no_longer_waits_is_stored_all_the_same()
    {
        using var hangUp = new CancellationTokenSource();
        var held = await Held();
        var gone = _gathering.Receive("hung up", [], hangUp.Token);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        _release.SetResult();

        await held;
        await Receive("after");
        Assert.Contains("hung up", _transactions.SelectMany(ids => ids));
    }

    [Fact]
    public async Task Another_begins_beside_one_as_soon_as_as_many_wait_as_it_holds()
    {
        var transactions = new List<(int Size, TaskCompletionSource End)>();
        using var began = new SemaphoreSlim(0);
        var gathering = new Gathering(
            async (deliveries, _) =>
            {
                var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                transactions.Add((deliveries.Count, end));
                began.Release();
                await end.Task;
                return [.. deliveries.Select(delivery => delivery.Facts)];
            },
            _ => { }
        );
        Task Come(string id) => gathering.Receive(id, [], TestContext.Current.CancellationToken);
        Task Begun() => began.WaitAsync(TestContext.Current.CancellationToken);

        var a = Come("a");
        await Begun();
        var b = Come("b");
        await Begun();
        Task[] three = [Come("c"), Come("d"), Come("e")];
        transactions[0].End.SetResult();
        await Begun();
        Task[] waiting = [Come("f"), Come("g")];
        transactions[1].End.SetResult();
        await Task.WhenAll(a, b);
        Assert.Equal([1, 1, 3], transactions.Select(one => one.Size));

        var last = Come("h");
        await Begun();
        Assert.Equal([1, 1, 3, 3], transactions.Select(one => one.Size));
        transactions[2].End.SetResult();
        transactions[3].End.SetResult();
        await Task.WhenAll([.. three, .. waiting, last]);
    }

    /// <summary>As many as there are transactions at once are being stored, until they are released.</summary>
    private async Task<Task<bool>> Held()
    {
        var held = new List<Task<bool>>();
        for (var number = 0; number < Gathering.AtOnce; number++)
        {
            _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
            held.Add(Receive("held"));
            await _began.Task;
        }

        return All(held);
    }

    private static async Task<bool> All(IEnumerable<Task<bool>> held) => (await Task.WhenAll(held)).All(isNew => isNew);

    /// <param name="repos">With a fact of each.</param>
    private Task<bool> Receive(string id, params long[] repos) =>
        _gathering.Receive(id, [.. repos.Select(repo => Some.RepositoryFact(repo, 1))], TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<IReadOnlyList<Fact>?>> Take(IReadOnlyList<Delivery> deliveries, CancellationToken stop)
    {
        var ids = deliveries.Select(delivery => delivery.Id).ToList();
        lock (_gate)
        {
            _transactions.Add(ids);
        }

        if (ids is ["held"])
        {
            _began.SetResult();
            await _release.Task;
        }

        return ids.Contains("poison") ? throw new PostgresException("invalid input syntax for type json", "ERROR", "ERROR", "22P02")
            : ids.Contains("gone") ? throw new NpgsqlException("no connection", new IOException("broken"))
            : ids.Contains("odd") ? throw new InvalidOperationException("the same key twice")
            : [.. deliveries.Select(delivery => delivery.Facts)];
    }
}
