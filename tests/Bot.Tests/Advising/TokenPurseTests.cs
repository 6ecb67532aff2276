using Sluice.Bot.Advising;

namespace Sluice.Bot.Tests.Advising;

public sealed class TokenPurseTests
{
    private readonly Day _clock = new();

    [Fact]
    public void What_was_put_aside_and_not_used_comes_back()
    {
        var purse = new TokenPurse(100, _clock);

        Assert.True(purse.TryTake(80, out var day));
        Assert.False(purse.TryTake(30, out _));
        purse.Settle(day, 80, 20);
        Assert.True(purse.TryTake(80, out _));
    }

    [Fact]
    public void A_new_day_is_a_new_purse()
    {
        var purse = new TokenPurse(100, _clock);
        Assert.True(purse.TryTake(100, out _));

        _clock.Now = _clock.Now.AddDays(1);

        Assert.True(purse.TryTake(100, out _));
        Assert.False(purse.TryTake(1, out _));
    }

    [Fact]
    public void What_comes_back_of_yesterday_is_nothing_of_today()
    {
        var purse = new TokenPurse(100, _clock);
        Assert.True(purse.TryTake(80, out var yesterday));

        _clock.Now = _clock.Now.AddDays(1);
        Assert.True(purse.TryTake(100, out _));
        purse.Settle(yesterday, 80, 20);

        Assert.False(purse.TryTake(1, out _));
    }

    private sealed class Day : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 23, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
