using Npgsql;
using Sluice.Bot.Webhooks;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class GatheringTests
{
    private readonly List<IReadOnlyList<string>> _transactions = [];
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Gathering _gathering;

    public GatheringTests() => _gathering = new(Take);

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

    private Task<bool> Receive(string id) => _gathering.Receive(id, [], TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<bool>> Take(IReadOnlyList<Delivery> deliveries, CancellationToken stop)
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
            : [.. ids.Select(_ => true)];
    }
}
