using Sluice.Bot.Tests.GitHub;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class SeldomTests
{
    [Fact]
    public void What_happens_often_is_told_once_a_minute_with_how_often_it_was_not()
    {
        var (clock, told) = (new HandClock(), new List<long>());
        var seldom = new Seldom(clock, told.Add);

        seldom.Tell();
        seldom.Tell();
        clock.Advance(Seldom.Between - TimeSpan.FromTicks(1));
        seldom.Tell();
        Assert.Equal([0], told);

        clock.Advance(TimeSpan.FromTicks(1));
        seldom.Tell();
        Assert.Equal([0, 2], told);

        clock.Advance(Seldom.Between);
        seldom.Tell();
        Assert.Equal([0, 2, 0], told);
    }
}
