using Npgsql;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Webhooks;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class GatheringTests
{
    private readonly List<IReadOnlyList<string>> _transactions = [];
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<long> _rung = [];
    private readonly Gathering _gathering;

    public GatheringTests() => _gathering = new(Take, Ring);

    [Fact]
    public async Task Whoever_comes_while_one_is_stored_is_stored_together()
    {
        var first = await First();
        var others = new[] { Receive("a"), Receive("b"), Receive("c") };
        Assert.DoesNotContain(others, other => other.IsCompleted);
        _first.SetResult();

        Assert.All(await Task.WhenAll([first, .. others]), Assert.True);
        Assert.Equal([["first"], ["a", "b", "c"]], _transactions);
    }

    [Fact]
    public async Task One_that_cannot_be_stored_takes_none_of_its_neighbours_with_it()
    {
        var first = await First();
        var (good, poison, fine) = (Receive("good"), Receive("poison"), Receive("fine"));
        _first.SetResult();

        Assert.True(await good);
        Assert.True(await fine);
        Assert.True(await first);
        await Assert.ThrowsAsync<PostgresException>(() => poison);
    }

    [Fact]
    public async Task Nor_does_one_that_is_no_fault_of_the_databases()
    {
        var first = await First();
        var (good, odd) = (Receive("good"), Receive("odd"));
        _first.SetResult();

        Assert.True(await good);
        Assert.True(await first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => odd);
    }

    [Fact]
    public async Task One_that_cannot_be_rung_for_is_stored_once_and_its_neighbours_are_rung_for()
    {
        var first = await First();
        var (bad, good) = (Receive("bad", 13), Receive("good", 7));
        _first.SetResult();

        Assert.True(await good);
        await Assert.ThrowsAsync<PostgresException>(() => bad);
        await first;
        Assert.Equal([["first"], ["bad", "good"]], _transactions);
        Assert.Equal([7], _rung);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_told_to_all_who_wait_and_asked_again_by_the_next()
    {
        var first = await First();
        var others = new[] { Receive("gone"), Receive("b") };
        _first.SetResult();

        foreach (var other in others)
        {
            await Assert.ThrowsAsync<NpgsqlException>(() => other);
        }

        Assert.True(await first);
        Assert.True(await Receive("later"));
        Assert.Equal([["first"], ["gone", "b"], ["later"]], _transactions);
    }

    [Fact]
    public async Task Who_no_longer_waits_is_stored_all_the_same()
    {
        using var hangUp = new CancellationTokenSource();
        var first = await First();
        var gone = _gathering.Receive("hung up", [], hangUp.Token);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        _first.SetResult();

        await first;
        await Receive("after");
        Assert.Contains("hung up", _transactions.SelectMany(ids => ids));
    }

    /// <summary>Is being stored, until it is let go.</summary>
    private async Task<Task<bool>> First()
    {
        var first = Receive("first");
        await _began.Task;
        return first;
    }

    /// <param name="repos">With a fact of each.</param>
    private Task<bool> Receive(string id, params long[] repos) =>
        _gathering.Receive(id, [.. repos.Select(repo => Some.RepositoryFact(repo, 1))], TestContext.Current.CancellationToken);

    private Task Ring(IReadOnlyList<Fact> news, CancellationToken stop)
    {
        if (news.Any(fact => fact.Repo == 13))
        {
            throw new PostgresException("cannot be read", "ERROR", "ERROR", "22P02");
        }

        _rung.AddRange(news.Select(fact => fact.Repo));
        return Task.CompletedTask;
    }

    private async Task<IReadOnlyList<IReadOnlyList<Fact>?>> Take(IReadOnlyList<Delivery> deliveries, CancellationToken stop)
    {
        var ids = deliveries.Select(delivery => delivery.Id).ToList();
        _transactions.Add(ids);
        if (ids is ["first"])
        {
            _began.SetResult();
            await _first.Task;
        }

        return ids.Contains("poison") ? throw new PostgresException("invalid input syntax for type json", "ERROR", "ERROR", "22P02")
            : ids.Contains("gone") ? throw new NpgsqlException("no connection", new IOException("broken"))
            : ids.Contains("odd") ? throw new InvalidOperationException("the same key twice")
            : [.. deliveries.Select(delivery => delivery.Facts)];
    }
}
