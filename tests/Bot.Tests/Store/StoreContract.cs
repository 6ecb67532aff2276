using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Store;

/// <summary>
/// What every store promises of facts and deliveries. Each test works in a repository of its own, so that they may share one store.
/// </summary>
public abstract partial class StoreContract
{
    private readonly long _repo = Random.Shared.NextInt64(1L << 53);

    protected abstract IStore Store { get; }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected long Repo => _repo;

    protected async Task<IReadOnlyList<Fact>?> Receive(string id, IReadOnlyList<Fact> facts, CancellationToken stop) =>
        Assert.Single(await Store.Receive([new(id, facts)], stop));

    [Fact]
    public async Task A_fact_that_was_folded_is_found_as_it_was()
    {
        var pull = Some.PullFact(_repo, 12, 5, "Say \"hi\" <b>&amp; ünïcödé 🐙");

        Assert.Equal([pull], await Store.Fold([pull], Stop));
        Assert.Equal(pull, await Store.Find<PullFact>(_repo, "", pull.Key, Stop));
    }

    [Fact]
    public async Task An_older_fact_never_overwrites_a_newer_one()
    {
        var newer = Some.PullFact(_repo, 12, 20, "new");
        await Store.Fold([newer], Stop);

        Assert.Empty(await Store.Fold([Some.PullFact(_repo, 12, 19, "old")], Stop));
        Assert.Equal(newer, await Store.Find<PullFact>(_repo, "", newer.Key, Stop));
    }

    [Fact]
    public async Task The_same_fact_again_is_no_news()
    {
        await Store.Fold([Some.PullFact(_repo, 12, 5)], Stop);

        Assert.Empty(await Store.Fold([Some.PullFact(_repo, 12, 5)], Stop));
        Assert.Empty(await Store.Fold([Some.PullFact(_repo, 12, 6)], Stop));
        Assert.Equal(6, (await Store.Find<PullFact>(_repo, "", Numbers.Key(12), Stop))!.Stamp);
    }

    [Fact]
    public async Task A_different_fact_with_the_same_stamp_is_news()
    {
        await Store.Fold([Some.PullFact(_repo, 12, 5, "one")], Stop);
        var other = Some.PullFact(_repo, 12, 5, "other");

        Assert.Equal([other], await Store.Fold([other], Stop));
    }

    [Fact]
    public async Task Of_one_thing_twice_in_a_batch_the_newer_counts()
    {
        var newer = Some.PullFact(_repo, 12, 9, "new");

        Assert.Equal([newer], await Store.Fold([newer, Some.PullFact(_repo, 12, 8, "old")], Stop));
        Assert.Equal(newer, await Store.Find<PullFact>(_repo, "", newer.Key, Stop));
    }

    [Fact]
    public async Task Facts_under_a_parent_come_ascending_by_key()
    {
        var sha = Some.Sha(77);
        await Store.Fold(
            [
                Some.CheckFact(_repo, 1, sha, "b"),
                Some.CheckFact(_repo, 1, sha, "C"),
                Some.CheckFact(_repo, 1, sha, "a"),
                Some.CheckFact(_repo, 1, Some.Sha(78), "z"),
            ],
            Stop
        );

        Assert.Equal(["C", "a", "b"], (await Store.Under<CheckFact>(_repo, sha.Hex, Stop)).Select(fact => fact.Check.Name));
    }

    [Fact]
    public async Task Only_open_pulls_are_alive()
    {
        await Store.Fold([Some.PullFact(_repo, 110, 1), Some.PullFact(_repo, 9, 1), Some.PullFact(_repo, 3, 1)], Stop);
        await Store.Fold([Some.PullFact(_repo, 9, 2, open: false)], Stop);

        Assert.Equal([3, 110], (await Store.Alive<PullFact>(_repo, Stop)).Select(fact => fact.Pull.Number));
        Assert.Contains(await Store.Alive<PullFact>(null, Stop), fact => fact.Repo == _repo && fact.Pull.Number == 110);
    }

    [Fact]
    public async Task A_delivery_counts_once()
    {
        var id = Guid.NewGuid().ToString();
        var first = Some.PullFact(_repo, 12, 5, "one");

        Assert.Equal([first], await Receive(id, [first], Stop));
        Assert.Null(await Receive(id, [Some.PullFact(_repo, 12, 6, "two")], Stop));
        Assert.Equal(first, await Store.Find<PullFact>(_repo, "", first.Key, Stop));
    }

    [Fact]
    public async Task A_delivery_that_tells_nothing_counts_once_too()
    {
        var id = Guid.NewGuid().ToString();

        Assert.Empty((await Receive(id, [], Stop))!);
        Assert.Null(await Receive(id, [], Stop));
    }

    [Fact]
    public async Task Each_of_several_deliveries_tells_what_was_news_of_it()
    {
        var (known, one, other) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await Receive(known, [], Stop);
        var (older, newer) = (Some.PullFact(_repo, 12, 5, "older"), Some.PullFact(_repo, 12, 6, "newer"));

        var news = await Store.Receive(
            [new(known, [Some.PullFact(_repo, 13, 5)]), new(one, [newer, Some.PullFact(_repo, 14, 5)]), new(other, [older]), new(one, [])],
            Stop
        );

        Assert.Null(news[0]);
        Assert.Equal([newer, Some.PullFact(_repo, 14, 5)], news[1]!.OrderBy(fact => fact.Key, StringComparer.Ordinal));
        Assert.DoesNotContain(newer, news[2]!);
        Assert.Null(news[3]);
        Assert.Equal(newer, await Store.Find<PullFact>(_repo, "", newer.Key, Stop));
        Assert.Null(await Store.Find<PullFact>(_repo, "", Numbers.Key(13), Stop));
    }

    [Fact]
    public async Task Of_many_at_once_with_one_delivery_exactly_one_is_taken()
    {
        var id = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Receive(id, [Some.PullFact(_repo, 1, n, $"title {n}")], Stop)));

        Assert.Single(answers, answer => answer is not null);
    }

    [Fact]
    public async Task Open_pulls_are_found_by_their_head()
    {
        await Store.Fold(
            [
                Some.PullFact(Repo, 1, 1, head: Some.Sha(5)),
                Some.PullFact(Repo, 2, 1, head: Some.Sha(5), open: false),
                Some.PullFact(Repo, 3, 1),
            ],
            Stop
        );

        Assert.Equal([1], (await Store.WithHeads(Repo, [Some.Sha(5), Some.Sha(6)], Stop)).Select(fact => fact.Pull.Number));
    }
}
