using Sluice.Bot.Advising;

namespace Sluice.Bot.Tests.Advising;

public sealed class TokenPurseTests
{
    private readonly Day _clock = new();

    [Fact]
    public void What_was_put_aside_and_not_used_comes_back()
    {
        var purse = new TokenPurse(100, _clock);

        Assert.True(purse.TryTake(80));
        Assert.False(purse.TryTake(30));
        purse.Settle(80, 20);
        Assert.True(purse.TryTake(80));
    }

    [Fact]
    public void A_new_day_is_a_new_purse()
    {
        var purse = new TokenPurse(100, _clock);
        Assert.True(purse.TryTake(100));

        _clock.Now = _clock.Now.AddDays(1);

        Assert.True(purse.TryTake(100));
        Assert.False(purse.TryTake(1));
    }

    private sealed class Day : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 23, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
