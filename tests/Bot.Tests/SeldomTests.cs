using Sluice.Bot.Tests.GitHub;

namespace Sluice.Bot.Tests;

public sealed class SeldomTests
{
    [Fact]
    public void What_happens_often_is_told_once_a_minute_with_how_often_it_was_not()
    {
        var (clock, told) = (new HandClock(), new List<long>());
        var seldom = new Seldom(clock);

        seldom.Tell(told.Add);
        seldom.Tell(told.Add);
        clock.Advance(Seldom.Between - TimeSpan.FromTicks(1));
        seldom.Tell(told.Add);
        Assert.Equal([0], told);

        clock.Advance(TimeSpan.FromTicks(1));
        seldom.Tell(told.Add);
        Assert.Equal([0, 2], told);

        clock.Advance(Seldom.Between);
        seldom.Tell(told.Add);
        Assert.Equal([0, 2, 0], told);
    }
}
