using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Store;

/// <summary>Of two heads with one stamp nobody but GitHub knows which is there.</summary>
public abstract partial class StoreContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_heads_of_a_pull_with_one_stamp_are_contested_until_GitHub_was_asked_and_said_the_same(bool together)
    {
        var (one, other) = (Some.PullFact(_repo, 12, 5, head: Some.Sha(1)), Some.PullFact(_repo, 12, 5, head: Some.Sha(2)));
        await (together ? Store.Fold([one, other], Stop) : Both(one, other));
        Assert.Equal(other with { Word = HeadWord.Contested }, await Told());
        Assert.Empty(await Store.Fold([other], Stop));
        Assert.Equal(HeadWord.Contested, (await Told()).Word);

        Assert.NotEmpty(await Store.Fold([one with { Word = HeadWord.Asked }], Stop));
        Assert.Equal(one with { Word = HeadWord.Contested }, await Told());
        Assert.NotEmpty(await Store.Fold([one with { Word = HeadWord.Asked }], Stop));
        Assert.Equal(one with { Word = HeadWord.Asked }, await Told());

        async Task Both(PullFact first, PullFact second)
        {
            await Store.Fold([first], Stop);
            Assert.Equal(HeadWord.Told, (await Told()).Word);
            Assert.NotEmpty(await Store.Fold([second], Stop));
        }
    }

    [Fact]
    public async Task A_head_with_another_stamp_is_beyond_contest()
    {
        await Store.Fold([Some.PullFact(_repo, 12, 5, head: Some.Sha(1))], Stop);
        await Store.Fold([Some.PullFact(_repo, 12, 5, head: Some.Sha(2))], Stop);
        var newer = Some.PullFact(_repo, 12, 6, head: Some.Sha(1));
        await Store.Fold([newer], Stop);
        await Store.Fold([Some.PullFact(_repo, 12, 5, head: Some.Sha(2))], Stop);

        Assert.Equal(newer, await Told());
    }

    [Fact]
    public async Task Deliveries_that_come_together_contest_each_others_head()
    {
        var (one, other) = (Some.PullFact(_repo, 12, 5, head: Some.Sha(1)), Some.PullFact(_repo, 12, 5, head: Some.Sha(2)));
        await Store.Receive(
            [
                new(Guid.NewGuid().ToString(), [one]),
                new(Guid.NewGuid().ToString(), [other]),
                new(Guid.NewGuid().ToString(), [Some.PullFact(_repo, 12, 4)]),
            ],
            Stop
        );

        Assert.Equal(other with { Word = HeadWord.Contested }, await Told());
    }

    private async Task<PullFact> Told() => (await Store.Find<PullFact>(_repo, "", Numbers.Key(12), Stop))!;
}
